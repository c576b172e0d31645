// A chart scrolled back, page by page as a trader would, until it holds twenty thousand candles.
import { AppError } from '../../../shared/errors.ts';
import type { DrivenWindow } from './drivenWindow.ts';

const BARS = 20_000;
const OVERLAYS = ['sma:20', 'sma:50', 'ema:21', 'ema:55', 'wma:30', 'vwap'];
/** More than enough pages of two thousand. */
const MOST_PAGES = 40;

/** Sends the wheel to the chart until it has asked for a page; resolves with the ms from then to candles and lines drawn. */
const SCROLL_PAGE = `(async () => {
  const canvas = document.querySelector('.priceChartCanvas');
  const before = Number(canvas.dataset.bars);
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const wheel = (deltaX, deltaY) => canvas.querySelector('canvas').dispatchEvent(new WheelEvent('wheel', {
    deltaX, deltaY, bubbles: true, cancelable: true, clientX: left + width / 3, clientY: top + height / 3,
  }));
  for (let turn = 0; turn < 30; turn++) wheel(0, 100);
  let from = performance.now();
  const deadline = from + 20000;
  while (Number(canvas.dataset.bars) <= before + 100) {
    if (performance.now() > deadline) throw new Error('no older candles came after ' + before);
    from = performance.now();
    wheel(-3000, 0);
    for (let frame = 0; frame < 60 && Number(canvas.dataset.bars) <= before + 100; frame++) await bench.frame();
  }
  const at = await bench.until(() => Number(canvas.dataset.points) >= Number(canvas.dataset.bars) - 2);
  return { bars: Number(canvas.dataset.bars), tookMs: at - from };
})()`;

/** Ms for the page that makes it full: asked for, answered, all candles and all six lines drawn. */
export async function loadChart(window: DrivenWindow, symbol: string): Promise<number> {
  await window.prefer({ chart: { symbol, specs: OVERLAYS } });
  await window.evaluate(
    `location.hash = '#/chart?symbol=${symbol}'; bench.until(() => document.querySelector('[data-points]')?.dataset.points > 100)`,
  );
  for (let page = 0; page < MOST_PAGES; page++) {
    const { bars, tookMs } = await window.evaluate<{ readonly bars: number; readonly tookMs: number }>(SCROLL_PAGE);
    if (bars >= BARS) return tookMs;
  }
  throw new AppError('FAULT', 'the chart never held its candles');
}
