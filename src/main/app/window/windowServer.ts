// Everything a window reaches in the running program: handlers behind one dispatch, streams behind one hub.
import { oneByOne } from '../../../shared/oneByOne.ts';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createDispatch, type Handlers } from '../../ipc/dispatch.ts';
import { openSession } from '../../ipc/openSession.ts';
import { StreamHub } from '../../ipc/streams/hub.ts';
import type { WindowSession, WindowTransport } from '../../ipc/transport.ts';
import { type MarketStore, openMarketStore } from '../../store/marketStore.ts';
import type { EngineManager } from '../engineManager.ts';
import { BacktestJobs } from './backtests/backtestJobs.ts';
import { RunFiles } from './backtests/runFiles.ts';
import { CandleReader } from './candleReader.ts';
import { analyticsHandlers } from './handlers/analyticsHandlers.ts';
import { backtestHandlers, givenCandles } from './handlers/backtestHandlers.ts';
import { brakeHandlers } from './handlers/brakeHandlers.ts';
import { connectionHandlers } from './handlers/connectionHandlers.ts';
import { decisionHandlers } from './handlers/decisionHandlers.ts';
import { feedHandlers } from './handlers/feedHandlers.ts';
import { historyHandlers } from './handlers/historyHandlers.ts';
import { keyHandlers } from './handlers/keyHandlers.ts';
import { liveHandlers } from './handlers/liveHandlers.ts';
import { marketHandlers } from './handlers/marketHandlers.ts';
import { modelHandlers } from './handlers/modelHandlers.ts';
import { riskHandlers } from './handlers/riskHandlers.ts';
import { settingsHandlers } from './handlers/settingsHandlers.ts';
import { strategyHandlers } from './handlers/strategyHandlers.ts';
import { systemHandlers } from './handlers/systemHandlers.ts';
import { tradingHandlers } from './handlers/tradingHandlers.ts';
import { healthReport } from './healthReport.ts';
import { LoopWatch } from './loopWatch.ts';
import { Preferences } from './preferences.ts';
import { publishEngines } from './publishing.ts';
import { summaryOf } from './rows/engineRows.ts';
import { snapshotsOf } from './snapshots.ts';
import type { WindowContext } from './windowContext.ts';

export type WindowServerOptions = Omit<WindowContext, 'market' | 'candles' | 'backtests' | 'preferences' | 'inTurn'>;

export interface WindowServer {
  open(transport: WindowTransport): WindowSession;
  /** Calls backtests off. Never rejects. */
  callOff(): Promise<void>;
  /** Ends the streams and closes what was opened for windows. */
  close(): void;
}

/** Between two looks at what changes without a step. */
const BEAT_MS = 1000;

export function createWindowServer(options: WindowServerOptions): WindowServer {
  const { manager, store, models, context, wall, info } = options;
  const { dataDir } = context;
  const log = context.log.child('window');
  const loop = new LoopWatch();
  const health = () => healthReport({ manager, loop, models, now: wall.now, startedAt: info.startedAt });
  const files = new RunFiles(join(dataDir, 'backtests'), log);
  const candles = new CandleReader();
  const jobs = new BacktestJobs({
    ...{ files, wall, log, dataDir },
    config: () => context.config,
    candlesOf: (data) => givenCandles({ manager, candles }, data),
    onChange: (job) => hub.set('jobs', job.id, () => job),
  });
  const hub: StreamHub = new StreamHub({
    ...{ boot: randomUUID(), log, after: (ms, work) => wall.after(ms, work) },
    snapshots: snapshotsOf({ manager, store, health, jobs: () => jobs.rows }),
  });
  let market: MarketStore | undefined;
  const window: WindowContext = {
    ...options,
    ...{ candles, backtests: jobs, inTurn: oneByOne() },
    market: () => (market ??= openMarketStore(dataDir)),
    preferences: new Preferences(join(dataDir, 'window.json'), log),
  };
  const nextId = () => randomUUID();
  const dispatch = createDispatch({ handlers: handlersOf(window, { files, health }), log, nextId });
  publishEngines({ manager, hub, log });
  let callOff = (): void => undefined;
  const beat = (): void => {
    hub.set('health', 'health', health);
    // An engine that has failed or was switched off takes no steps that would tell of it.
    for (const { id } of manager.views) hub.set('engines', id, () => summaryOf(manager, id));
    callOff = wall.after(BEAT_MS, beat);
  };
  // Of a run of the program that did not end in order.
  void files.clear();
  loop.start();
  beat();
  return {
    open: (transport) => openSession({ transport, hub, dispatch, elapsedMs: wall.elapsedMs, nextId, log }),
    callOff: async () => {
      await jobs.stop();
      await files.clear();
    },
    close: () => {
      callOff();
      loop.stop();
      hub.stop();
      market?.close();
    },
  };
}

const handlersOf = (
  window: WindowContext,
  { files, health }: { readonly files: RunFiles; readonly health: () => ReturnType<typeof healthReport> },
): Handlers => ({
  ...tradingHandlers(window),
  ...brakeHandlers(window),
  ...riskHandlers(window),
  ...settling(window.manager, {
    ...historyHandlers(window),
    ...feedHandlers(window),
    ...analyticsHandlers(window),
    ...decisionHandlers(window),
  }),
  ...marketHandlers(window),
  ...modelHandlers(window),
  ...strategyHandlers(window),
  ...connectionHandlers(window),
  ...keyHandlers(window),
  ...liveHandlers(window),
  ...backtestHandlers(window, files),
  ...settingsHandlers(window),
  ...systemHandlers(window, health),
});

/** The same handlers, with every step up to now in the store when they read it. */
function settling<H extends Partial<Handlers>>(manager: EngineManager, handlers: H): H {
  const wrapped = Object.entries(handlers).map(([name, handle]) => [
    name,
    (params: never) => {
      for (const host of manager.hosts) host.settle();
      return (handle as (params: never) => unknown)(params);
    },
  ]);
  return Object.fromEntries(wrapped) as H;
}
