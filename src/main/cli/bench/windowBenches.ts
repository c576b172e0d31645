// What a trader sees and waits for, measured in the window of the Chromium shell: from start to pixels.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { programFile } from '../../config/paths.ts';
import { machineBrowser } from '../../shell/machineBrowser.ts';
import type { Bench, BenchResult, BenchTarget } from './bench.ts';
import { type DrivenStart, DrivenWindow } from './drivenWindow.ts';
import { quantile } from './figures.ts';
import { CHART_CANDLES, chartOfAll, YEAR_OF_CANDLES } from './windowChart.ts';
import { COMPLETE, LIVE_AT, LOADED, markAges, roundTrips, viewSwitches } from './windowProbes.ts';
import { POSITIONS, soakFigures, WINDOW_SOAK_SECONDS } from './windowSoak.ts';

const SYMBOL = 'BTC/USDT:USDT';
/** Ten marks a second at the pace of the clock. */
const AT_PACE: DrivenStart = { args: ['--speed', '1'], settings: { 'simulator.markSeconds': 0.1 } };
const REQUESTS = 1000;
const MARKS = 300;
/** In the order of the navigation. */
const VIEWS = [
  ...['dashboard', 'chart', 'positions', 'orders', 'signals', 'models', 'strategies', 'risk', 'connections'],
  ...['trades', 'backtest', 'activity', 'health', 'settings', 'about'],
];

interface WindowRow {
  readonly name: string;
  readonly title: string;
  readonly target: BenchTarget;
  /** What its window is started with. */
  readonly start?: DrivenStart;
  readonly runs?: number;
  readonly measure: (window: DrivenWindow) => Promise<number>;
}

const atMost = (value: number, unit = 'ms'): BenchTarget => ({ bound: 'atMost', value, unit });
const RIGHT = 'ended with 0';

/** One measurement in a window of its own. */
const row = ({ name, title, target, start, runs = 1, measure }: WindowRow): Bench => ({
  ...{ name: `window-${name}`, title, target, runs, digest: RIGHT },
  missing: noBrowser,
  prepare: () => Promise.resolve({ run: () => inWindow(start, measure) }),
});

/** The clause that says so; undefined: there is one. */
function noBrowser(): string | undefined {
  const browser = machineBrowser(process.env);
  return browser.ok ? undefined : browser.error.message;
}

async function inWindow(start: DrivenStart | undefined, measure: WindowRow['measure']): Promise<BenchResult> {
  const window = await DrivenWindow.start(start);
  let value: number;
  try {
    value = await measure(window);
  } catch (error) {
    await window.close();
    throw error;
  }
  return { value, digest: `ended with ${String(await window.close())}` };
}

const requests =
  (share: number): WindowRow['measure'] =>
  async (window) => {
    await window.evaluate('bench.live()');
    return quantile(await window.evaluate<readonly number[]>(roundTrips('portfolio.get', REQUESTS)), share);
  };

/** Compressed bytes, in thousands, of what the page had asked for when its first view was there. */
async function firstLoad(window: DrivenWindow): Promise<number> {
  await window.evaluate(COMPLETE);
  const addresses = await window.evaluate<readonly string[]>(LOADED);
  const sizes = addresses.map(async (address) => {
    const { pathname } = new URL(address);
    const file = join(programFile('out/renderer'), pathname === '/' ? 'index.html' : pathname);
    return gzipSync(await readFile(file)).length;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
}

async function reload(window: DrivenWindow): Promise<number> {
  await window.prefer({});
  await window.evaluate(COMPLETE);
  await window.reload();
  return window.evaluate<number>(COMPLETE);
}

async function marks(window: DrivenWindow): Promise<number> {
  await window.prefer({});
  await window.evaluate(
    `location.hash = '#/chart?symbol=${SYMBOL}'; bench.until(() => document.querySelector('[data-points]') !== null)`,
  );
  return quantile(await window.evaluate<readonly number[]>(markAges(SYMBOL, MARKS)), 0.95);
}

async function switches(window: DrivenWindow): Promise<number> {
  await window.prefer({});
  const took = await window.evaluate<Readonly<Record<string, number>>>(viewSwitches(VIEWS));
  return quantile(Object.values(took), 0.5);
}

const soak = (
  name: string,
  title: string,
  rest: { target: BenchTarget; figure: 'longestTaskMs' | 'fps' | 'heapGrowth' },
): Bench => ({
  ...{ name: `window-soak-${name}`, title, target: rest.target, runs: 1, digest: RIGHT },
  missing: noBrowser,
  prepare: () =>
    Promise.resolve({
      run: async () => {
        const { [rest.figure]: value, positions, code } = await soakFigures();
        const isFull = positions === POSITIONS;
        return { value, digest: isFull ? `ended with ${String(code)}` : `${String(positions)} positions` };
      },
    }),
});

export const windowBenches: readonly Bench[] = [
  row({
    ...{ name: 'start', title: 'run with a window to live figures in it', target: atMost(3000), runs: 3 },
    measure: async (window) => (await window.evaluate<number>(LIVE_AT)) - window.startedAt,
  }),
  row({
    ...{ name: 'request-p50', title: 'request of the account through the bridge, engine running: median of 1,000' },
    ...{ target: atMost(3), start: AT_PACE, measure: requests(0.5) },
  }),
  row({
    ...{ name: 'request-p99', title: 'the same: 99th percentile', target: atMost(15) },
    ...{ start: AT_PACE, measure: requests(0.99) },
  }),
  row({
    ...{ name: 'mark', title: 'mark in the engine to its price drawn on the chart page: 95th percentile of 300' },
    ...{ target: atMost(100), start: AT_PACE, measure: marks },
  }),
  row({
    ...{
      name: 'switch',
      title: `switch to a view loaded before, to its heading drawn: median of ${VIEWS.length} views`,
    },
    ...{ target: atMost(100), start: AT_PACE, measure: switches },
  }),
  row({
    ...{
      name: 'chart',
      title: `chart of ${CHART_CANDLES.toLocaleString('en')} candles with six overlays: click on "All" to drawn`,
    },
    ...{ target: atMost(500), start: YEAR_OF_CANDLES, runs: 3, measure: chartOfAll },
  }),
  row({
    ...{ name: 'reload', title: 'reload of the window to its whole state', target: atMost(500), start: AT_PACE },
    measure: reload,
  }),
  row({
    ...{ name: 'load', title: 'files loaded before the first view is there, gzip', target: atMost(500, 'kB') },
    measure: firstLoad,
  }),
  soak(
    'task',
    `longest task at 50 symbols, 10 marks/s each, ${POSITIONS} positions, on a visible chart, over ${WINDOW_SOAK_SECONDS} s`,
    { target: atMost(100), figure: 'longestTaskMs' },
  ),
  soak('frames', 'the same: frames a second', { target: { bound: 'atLeast', value: 50, unit: 'fps' }, figure: 'fps' }),
  soak('heap', "the same: the renderer's heap at the end over half way, both after a collection", {
    target: atMost(1.1, 'x'),
    figure: 'heapGrowth',
  }),
];
