// The health of the whole as the window shows it: of each engine from its flow of data, of the store and of this process.
import type { HealthReport } from '../../../shared/contract/records/system.ts';
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import { durationText } from '../../../shared/figures.ts';
import type { OpenedModels } from '../../inference/openPredictor.ts';
import { toWire } from '../../ipc/toWire.ts';
import type { EngineManager } from '../engineManager.ts';
import type { LoopWatch } from './loopWatch.ts';

type Component = HealthReport['components'][number];
type Level = Component['status'];

export interface HealthSources {
  readonly manager: EngineManager;
  readonly loop: LoopWatch;
  readonly models: Pick<OpenedModels, 'predictor' | 'remarks'>;
  readonly now: () => number;
  readonly startedAt: number;
}

/** A commit that takes longer keeps steps waiting. */
const SLOW_COMMIT_MS = 50;
const SLOW_LOOP_MS = 50;

export function healthReport({ manager, loop, models, now, startedAt }: HealthSources): HealthReport {
  const statuses = manager.status();
  const at = now();
  const components = [
    ...statuses.flatMap((status) => [
      engineOf(status, at),
      dataOf(status, at),
      accountOf(status, at),
      journalOf(status, at),
    ]),
    modelsOf(models, at),
    processOf(loop, { at, startedAt }),
  ];
  const of = (level: Level): readonly Component[] => components.filter(({ status }) => status === level);
  const [bad, weak] = [of('unhealthy'), of('degraded')];
  const sentence = ({ name, detail }: Component): string => `${name}: ${detail}`;
  return {
    status: bad.length > 0 ? 'unhealthy' : weak.length > 0 ? 'degraded' : 'healthy',
    ...{ at, startedAt, components },
    counts: { healthy: of('healthy').length, degraded: weak.length, unhealthy: bad.length },
    engines: statuses.map(({ connection, processors }) => ({ connection, processors: toWire(processors) })),
    issues: bad.map(sentence),
    warnings: weak.map(sentence),
  };
}

type Figure = readonly [label: string, value: string];

const component = (
  [id, name, at]: readonly [string, string, number],
  [status, detail]: readonly [Level, string],
  figures: readonly Figure[],
): Component => ({
  id,
  name,
  status,
  detail,
  lastAt: at,
  figures: figures.map(([label, value]) => ({ label, value })),
});

function engineOf({ connection, state, detail, processors, isSafeMode }: EngineStatus, at: number): Component {
  const errors = processors.reduce((sum, one) => sum + one.errors, 0);
  const [worst] = processors.toSorted((left, right) => right.p95Ms - left.p95Ms);
  const level: Level =
    state === 'failed' || isSafeMode ? 'unhealthy' : state === 'running' && errors === 0 ? 'healthy' : 'degraded';
  const lastError = processors.find((one) => one.lastError !== undefined)?.lastError;
  const sentence =
    detail !== '' && state !== 'running'
      ? detail
      : errors > 0
        ? `${String(errors)} units failed and were left out, lately: ${lastError ?? ''}`
        : state === 'running'
          ? 'every processor does its work'
          : `it is ${state}`;
  return component(
    [`engine.${connection}`, `Engine of ${connection}`, at],
    [level, sentence],
    [
      ['Errors', String(errors)],
      ['Slowest stage, p95', worst === undefined ? '' : `${worst.processor} ${worst.p95Ms.toFixed(2)} ms`],
    ],
  );
}

function dataOf({ connection, feed, markets, state }: EngineStatus, at: number): Component {
  const stale = markets.filter(({ staleReason }) => staleReason !== undefined);
  const isOn = feed.isConnected || state === 'stopped';
  const level: Level = !isOn ? 'unhealthy' : stale.length > 0 ? 'degraded' : 'healthy';
  const sentence = !isOn
    ? `not connected: ${feed.detail}`
    : (stale[0]?.staleReason ??
      (state === 'stopped' ? 'switched off, or nothing more comes' : 'every market is up to date'));
  return component(
    [`data.${connection}`, `Data of ${connection}`, at],
    [level, sentence],
    [
      ['Markets', `${String(markets.length - stale.length)} of ${String(markets.length)} fresh`],
      ['Reconnects', String(feed.reconnects)],
      ['Messages left out', String(feed.rejected)],
    ],
  );
}

function accountOf({ connection, feed, orders, positions }: EngineStatus, at: number): Component {
  const unknown = orders.filter(({ state }) => state === 'unknown').length;
  const unprotected = positions.filter(({ stopPrice }) => stopPrice === undefined).length;
  const level: Level = unknown > 0 || feed.isReconciling || feed.reconcilingSymbols.length > 0 ? 'degraded' : 'healthy';
  const { differences } = feed;
  const sentence =
    differences > 0
      ? `${String(differences)} ${differences === 1 ? 'difference' : 'differences'} with the exchange ${differences === 1 ? 'waits' : 'wait'} in the reconciliation inbox`
      : unknown > 0
        ? `the fate of ${String(unknown)} orders is being looked up`
        : level === 'degraded'
          ? 'orders and positions are being compared with the exchange'
          : 'orders and positions agree with the exchange';
  return component(
    [`account.${connection}`, `Account of ${connection}`, at],
    [level, sentence],
    [
      ['Positions', String(positions.length)],
      ['Without a stop', String(unprotected)],
      ['Working orders', String(orders.length)],
    ],
  );
}

function journalOf({ connection, journal }: EngineStatus, at: number): Component {
  const isSlow = journal.lastCommitMs > SLOW_COMMIT_MS;
  const sentence = isSlow
    ? `the last commit took ${journal.lastCommitMs.toFixed(0)} ms, more than ${String(SLOW_COMMIT_MS)} ms`
    : 'every step is on the disk';
  return component(
    [`journal.${connection}`, `Journal of ${connection}`, at],
    [isSlow ? 'degraded' : 'healthy', sentence],
    [
      ['Steps', String(journal.steps)],
      ['Last commit', `${journal.lastCommitMs.toFixed(1)} ms`],
    ],
  );
}

/** Refused at the start, or unhealthy since: left out of every consensus. */
function modelsOf({ predictor, remarks }: HealthSources['models'], at: number): Component {
  const all = predictor.health();
  const out = all.filter(({ state }) => state !== 'healthy');
  const [first] = out;
  const sentence =
    first !== undefined
      ? `${first.model} is ${first.state} and left out: ${first.code ?? ''} ${first.detail ?? ''}`.trimEnd()
      : all.length === 0
        ? (remarks[0] ?? 'there are no models')
        : 'every model answers';
  return component(
    ['models', 'Models', at],
    [out.length > 0 ? 'degraded' : 'healthy', sentence],
    [
      ['Healthy', `${String(all.length - out.length)} of ${String(all.length)}`],
      ['Asked', String(all.reduce((sum, { requests }) => sum + requests, 0))],
      ['Failed', String(all.reduce((sum, { failures }) => sum + failures, 0))],
    ],
  );
}

function processOf(loop: LoopWatch, { at, startedAt }: { readonly at: number; readonly startedAt: number }): Component {
  const { p99Ms, maxMs } = loop.read();
  const isSlow = p99Ms > SLOW_LOOP_MS;
  const sentence = isSlow
    ? `work in the main thread kept others waiting: p99 ${p99Ms.toFixed(0)} ms`
    : 'nothing waits long';
  const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
  const { rss, heapUsed } = process.memoryUsage();
  return component(
    ['process', 'Program', at],
    [isSlow ? 'degraded' : 'healthy', sentence],
    [
      ['Event loop delay, p99', `${p99Ms.toFixed(1)} ms`],
      ['Longest', `${maxMs.toFixed(1)} ms`],
      ['Memory', megabytes(rss)],
      ['Heap', megabytes(heapUsed)],
      ['Running for', durationText(at - startedAt)],
    ],
  );
}
