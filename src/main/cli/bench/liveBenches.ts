// The `run` command as people run it, measured from outside: memory, processor time, start after a kill, stop, disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { need } from '../../../shared/assert.ts';
import { toConnectionId, toEpochMs } from '../../../shared/domain/ids.ts';
import { DAY_MS, MINUTE_MS } from '../../../shared/time.ts';
import { nodeWall } from '../../app/nodeWall.ts';
import { openForedeckStore } from '../../store/foredeckStore.ts';
import type { Bench, BenchResult, BenchTarget } from './bench.ts';
import { contracts, STRATEGIES } from './benchMarket.ts';
import { RunChild, type Use } from './runChild.ts';

const SIMULATOR = toConnectionId('simulator');
const FIFTY = contracts(50);
const WIDE = {
  'models.enabled': false,
  'simulator.strategies': STRATEGIES,
  'risk.maxDrawdownPct': null,
  'risk.maxOpenPositions': 100,
  'logging.level': 'error',
};
const MIB = 2 ** 20;
const LOOK_MS = 250;

/** One measurement on a data folder of its own; `digest` is what has to be so. */
const live = (
  bench: { readonly name: string; readonly title: string; readonly target: BenchTarget; readonly digest: string },
  measure: (folder: string) => Promise<BenchResult>,
): Bench => ({
  ...bench,
  runs: 1,
  prepare: () =>
    Promise.resolve({
      run: async () => {
        const folder = await mkdtemp(join(tmpdir(), 'foredeck-bench-'));
        try {
          return await measure(folder);
        } finally {
          await rm(folder, { recursive: true });
        }
      },
    }),
});

/** What the journal of a running child says now. */
function journalOf(folder: string): { readonly steps: number; readonly at: number } {
  const store = openForedeckStore(folder, { clock: nodeWall, isReadOnly: true });
  try {
    const { seq } = store.journal.head(SIMULATOR);
    return { steps: seq, at: store.trading.equity({ limit: 1 })[0]?.at ?? 0 };
  } finally {
    store.close();
  }
}

async function journaled(folder: string, isEnough: (journal: ReturnType<typeof journalOf>) => boolean): Promise<void> {
  while (!isEnough(journalOf(folder))) await wait(LOOK_MS);
}

const RECOVERY_STEPS = 1_000_000;

const recovery = live(
  {
    name: 'recovery',
    title: 'start of run to trading after kill -9, 1,000,000 steps in the journal',
    target: { bound: 'atMost', value: 2000, unit: 'ms' },
    digest: 'trading',
  },
  async (folder) => {
    const settings = { ...WIDE, 'simulator.markSeconds': 1, 'simulator.historyDays': 10 };
    const first = new RunChild(folder, settings, ['--speed', '10000']);
    await first.trading();
    await journaled(folder, ({ steps }) => steps >= RECOVERY_STEPS);
    await first.signal('SIGKILL');
    const second = new RunChild(folder, settings);
    await second.trading();
    const value = second.elapsedMs;
    const { code } = await second.signal('SIGTERM');
    return { value, digest: code === 0 ? 'trading' : `ended with ${String(code)}` };
  },
);

const runMemory = live(
  {
    name: 'run-memory',
    title:
      'largest resident set of run: 50 symbols, 4 strategies, one simulated week at full speed, flat over its second half',
    target: { bound: 'atMost', value: 200, unit: 'MiB' },
    digest: 'flat',
  },
  async (folder) => {
    const settings = { ...WIDE, 'simulator.symbols': FIFTY };
    // The first start after an update also holds what strips the types of the program's files, once: the code cache keeps the rest.
    const warmUp = new RunChild(join(folder, 'warm-up'), settings);
    await warmUp.trading();
    await warmUp.signal('SIGTERM');
    const child = new RunChild(folder, settings, ['--speed', '10000']);
    await child.trading();
    const { at } = journalOf(folder);
    await journaled(folder, (journal) => journal.at >= at + 7 * DAY_MS);
    const { code } = await child.signal('SIGTERM');
    const half = child.uses.slice(child.uses.length >> 1);
    const [middle, end] = [half.slice(0, half.length >> 1), half.slice(half.length >> 1)].map(meanRss);
    const isFlat = need(end, 'an end') < 1.1 * need(middle, 'a middle');
    return {
      value: Math.max(...child.uses.map(({ maxRssMiB }) => maxRssMiB)),
      digest:
        code === 0 && isFlat ? 'flat' : `ended with ${String(code)}, from ${String(middle)} to ${String(end)} MiB`,
    };
  },
);

const meanRss = (uses: readonly Use[]): number => uses.reduce((sum, { rssMiB }) => sum + rssMiB, 0) / uses.length;

/** The load of a busy day at the pace of the clock: 50 symbols, ten marks a second each. */
const BUSY = { ...WIDE, 'simulator.symbols': FIFTY, 'simulator.markSeconds': 0.1, 'simulator.historyDays': 10 };
/** The figure of the README is one of ten minutes. */
const SOAK_SECONDS = Number(process.env['FOREDECK_BENCH_SOAK_SECONDS'] ?? 60);

const soak = live(
  {
    name: 'soak',
    title: `processor time of run at 50 symbols, 10 marks/s each, over ${String(SOAK_SECONDS)} s`,
    target: { bound: 'atMost', value: 30, unit: '% of a core' },
    digest: 'ended with 0',
  },
  async (folder) => {
    const child = new RunChild(folder, BUSY, ['--speed', '1']);
    await child.trading();
    await wait(2000);
    const from = need(child.uses.at(-1), 'a look');
    await wait(SOAK_SECONDS * 1000);
    const to = need(child.uses.at(-1), 'a look');
    // An unhandled rejection would have ended it.
    const { code } = await child.signal('SIGTERM');
    return { value: (100 * (to.cpuMs - from.cpuMs)) / (to.at - from.at), digest: `ended with ${String(code)}` };
  },
);

const stop = live(
  {
    name: 'stop',
    title: 'SIGTERM to exit of run under that load',
    target: { bound: 'atMost', value: 2000, unit: 'ms' },
    digest: 'ended with 0',
  },
  async (folder) => {
    const child = new RunChild(folder, BUSY, ['--speed', '1']);
    await child.trading();
    await wait(5000);
    const { code, tookMs } = await child.signal('SIGTERM');
    return { value: tookMs, digest: `ended with ${String(code)}` };
  },
);

const disk = live(
  {
    name: 'disk',
    title: 'foredeck.db per day of 5 symbols, a mark a second each; bounded by its retention',
    target: { bound: 'atMost', value: 100, unit: 'MB' },
    digest: 'bounded',
  },
  async (folder) => {
    const settings = { ...WIDE, 'simulator.symbols': FIFTY.slice(0, 5), 'simulator.markSeconds': 1 };
    const file = join(folder, 'foredeck.db');
    const first = new RunChild(folder, settings, ['--speed', '2000']);
    await first.trading();
    await first.signal('SIGTERM');
    const before = { bytes: statSync(file).size, ...journalOf(folder) };
    const second = new RunChild(folder, settings, ['--speed', '2000']);
    await second.trading();
    await journaled(folder, ({ at }) => at >= before.at + 12 * 60 * MINUTE_MS);
    await second.signal('SIGTERM');
    const after = { bytes: statSync(file).size, ...journalOf(folder) };
    const value = ((after.bytes - before.bytes) / 1e6) * (DAY_MS / (after.at - before.at));
    return { value, digest: shrunk(folder, file) };
  },
);

/** With a limit of ten megabytes of steps. */
function shrunk(folder: string, file: string): string {
  const store = openForedeckStore(folder, { clock: nodeWall });
  const retention = { keepDays: 7, maxMegabytes: 10, decisionDays: 30 };
  while (store.journal.prune(SIMULATOR, toEpochMs(journalOf(folder).at), retention));
  store.close();
  const megabytes = statSync(file).size / MIB;
  return megabytes < 30 ? 'bounded' : `${megabytes.toFixed(0)} MiB with a limit of 10 MB of steps`;
}

export const liveBenches: readonly Bench[] = [recovery, runMemory, soak, stop, disk];
