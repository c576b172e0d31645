// A chart of twenty thousand candles with six indicators over them, as a trader opens it: one click on "All".
import { setTimeout as wait } from 'node:timers/promises';
import type { DrivenStart, DrivenWindow } from './drivenWindow.ts';

const SYMBOL = 'BTC/USDT:USDT';
export const CHART_CANDLES = 20_000;
const OVERLAYS = ['sma:20', 'sma:50', 'ema:21', 'ema:55', 'wma:30', 'vwap'];

/** A year of quarters of an hour: more than the chart shows. */
export const YEAR_OF_CANDLES: DrivenStart = {
  args: ['--speed', '1'],
  settings: { 'simulator.symbols': [SYMBOL], 'simulator.historyDays': 365 },
};

/** What the chart on the page has been given: candles, lines over them, and the fewest values that one of these has. */
const GIVEN = `document.querySelector('.priceChartCanvas')?.dataset ?? {}`;

const holds = (candles: number): string =>
  `(({ bars, lines, points }) => bars >= ${String(candles)} && lines == ${String(OVERLAYS.length)} && points >= ${String(candles)})(${GIVEN})`;

/** Ms from the click to the frame with all candles and all lines. */
const SHOW_ALL = `(async () => {
  const all = [...document.querySelectorAll('[aria-label=Range] button')].find(({ textContent }) => textContent === 'All');
  const from = performance.now();
  all.click();
  return (await bench.until(() => ${holds(CHART_CANDLES)})) - from;
})()`;

/** What a view does when it opens is not the click. */
const SETTLE_MS = 1000;

/** The chart has its first page when the click comes; everything older is asked for by it, and read for the first time. */
export async function chartOfAll(window: DrivenWindow): Promise<number> {
  await window.prefer({ chart: { symbol: SYMBOL, timeframe: '15m', specs: OVERLAYS } });
  await window.evaluate(`location.hash = '#/chart'; bench.until(() => ${holds(1000)})`);
  await wait(SETTLE_MS);
  return window.evaluate<number>(SHOW_ALL);
}
