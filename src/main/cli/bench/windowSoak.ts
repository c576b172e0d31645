// The window on a busy day: every position that the simulator gives, ten marks a second of each symbol, the chart open.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { contracts } from './benchMarket.ts';
import { DrivenWindow } from './drivenWindow.ts';
import { longestOutside, type Span } from './figures.ts';
import { RunChild } from './runChild.ts';

const SYMBOLS = contracts(50);
/** Of each symbol a position. */
const STRATEGIES = Array.from({ length: 10 }, (_, index) => `always-${String(index)}`);
export const POSITIONS = SYMBOLS.length * STRATEGIES.length;
/** The figure of the README is one of ten minutes. */
export const WINDOW_SOAK_SECONDS = Number(process.env['FOREDECK_BENCH_SOAK_SECONDS'] ?? 60);

const SETTINGS = {
  'models.enabled': false,
  'simulator.symbols': SYMBOLS,
  'simulator.strategies': STRATEGIES,
  'simulator.historyDays': 10,
  'risk.maxDrawdownPct': null,
  'risk.maxDailyLossPct': null,
  'risk.maxOpenPositions': 1000,
  'risk.maxOrdersPer10s': null,
  'logging.level': 'error',
};

export interface SoakFigures {
  readonly longestTaskMs: number;
  readonly fps: number;
  readonly heapGrowth: number;
  readonly positions: number;
  readonly code: number | null;
}

let measured: Promise<SoakFigures> | undefined;

/** Of one soak, whichever of its figures are asked for. */
export const soakFigures = (): Promise<SoakFigures> => (measured ??= soak());

async function soak(): Promise<SoakFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'foredeck-bench-'));
  try {
    await mkdir(join(folder, 'strategies'));
    for (const id of STRATEGIES) await writeFile(join(folder, 'strategies', `${id}.yaml`), strategy(id));
    return await soakOn(folder);
  } finally {
    await rm(folder, { recursive: true, maxRetries: 5 });
  }
}

/** Buys at the first close and never sells: its exits are out of reach. */
const strategy = (id: string): string => `
id: ${id}
name: ${id}
symbols: [${SYMBOLS.join(', ')}]
timeframe: 15m
sides: [long]
entry:
  long: { above: [{ price: close }, 0] }
exit: {}
risk: { stopLossPct: 90, takeProfitPct: 900 }
sizing: { percentEquity: 0.4 }
`;

async function soakOn(folder: string): Promise<SoakFigures> {
  // A quarter of an hour until the first candle closes: at full speed, without the window.
  const first = new RunChild(folder, SETTINGS, ['--speed', '600']);
  await first.trading();
  await wait(12_000);
  await first.signal('SIGTERM');
  const settings = { ...SETTINGS, 'simulator.markSeconds': 0.1 };
  const window = await DrivenWindow.start({ folder, settings, args: ['--speed', '1'] });
  let figures: Omit<SoakFigures, 'code'>;
  try {
    figures = await look(window);
  } catch (error) {
    await window.close();
    throw error;
  }
  return { ...figures, code: await window.close() };
}

/** Begins to count frames, and keeps long tasks. */
const COUNT = `
globalThis.soak = { frames: 0, tasks: [], from: performance.now() };
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) soak.tasks.push({ from: startTime, to: startTime + duration });
}).observe({ type: 'longtask' });
const count = () => { soak.frames += 1; requestAnimationFrame(count); };
requestAnimationFrame(count);
`;

async function look(window: DrivenWindow): Promise<Omit<SoakFigures, 'code'>> {
  await window.prefer({});
  const held = await window.ask<{ readonly items: readonly unknown[] }>('positions.list', {});
  await window.evaluate(
    `location.hash = '#/chart'; bench.until(() => document.querySelector('[data-points]') !== null)`,
  );
  // What a view does when it opens is not the soak.
  await wait(5000);
  await window.evaluate(`{${COUNT}}`);
  await wait(WINDOW_SOAK_SECONDS * 500);
  const halfWay = await heap(window);
  await wait(WINDOW_SOAK_SECONDS * 500);
  const { tasks, fps } = await window.evaluate<{ readonly tasks: readonly Span[]; readonly fps: number }>(
    '({ tasks: soak.tasks, fps: (1000 * soak.frames) / (performance.now() - soak.from) })',
  );
  return {
    longestTaskMs: longestOutside(tasks, halfWay),
    fps,
    heapGrowth: (await heap(window)).bytes / halfWay.bytes,
    positions: held.items.length,
  };
}

/** Bytes in use after a collection, and when it was, of the page's clock: that task is the probe's and not the window's. */
async function heap(window: DrivenWindow): Promise<Span & { readonly bytes: number }> {
  const now = 'performance.now()';
  const from = await window.evaluate<number>(now);
  await window.devtools.send('HeapProfiler.collectGarbage');
  const to = await window.evaluate<number>(now);
  return { from, to, bytes: (await window.devtools.send('Runtime.getHeapUsage')).usedSize };
}
