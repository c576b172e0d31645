// The equity and drawdown plots with one time axis, and the figures their read-out shows.
import { buyAndHoldCurve } from '../../../engine/portfolio/metrics/benchmark.ts';
import { drawdownSeries } from '../../../engine/portfolio/metrics/drawdown.ts';
import type { BacktestReport } from '../backtestReport.ts';
import { dateText, numberText, percentText } from '../../../../shared/figures.ts';
import { html, type Html, NO_HTML } from './html.ts';
import { BOX, bucketsOf, hangingArea, linePath, type Range, roundTicks, share, thin, timeTicks } from './plot.ts';

const BUCKETS = 900;

/** Columns of equal length for the read-out. */
export interface ReadOut {
  readonly at: readonly number[];
  readonly equity: readonly number[];
  readonly hold: readonly number[];
  readonly drawdown: readonly number[];
}

interface Curves {
  readonly at: Float64Array;
  readonly equity: Float64Array;
  readonly hold: Float64Array;
  readonly drawdown: Float64Array;
}

function curvesOf({ performance: { curve }, run, result }: BacktestReport): Curves {
  const hold = buyAndHoldCurve(run.series, curve.at, result.startEquity.toNumber());
  return { at: curve.at, equity: curve.value, hold, drawdown: drawdownSeries(curve) };
}

/** The figure and what its read-out needs. */
export function charts(report: BacktestReport): { readonly figure: Html; readonly readOut: ReadOut } {
  const curves = curvesOf(report);
  const { at, equity, hold, drawdown } = curves;
  const hasHold = report.run.series.length > 0;
  const time = { low: at[0] as number, high: at.at(-1) as number };
  const lines = hasHold
    ? [thin({ at, value: hold }, BUCKETS), thin({ at, value: equity }, BUCKETS)]
    : [thin({ at, value: equity }, BUCKETS)];
  const money = padded(rangeOf(lines.flatMap(({ value }) => value)));
  const depth = { low: Math.min(-1, rangeOf(drawdown).low * 1.08), high: 0 };
  const paths = lines.map((line, index) =>
    path(linePath(line, time, money), index === lines.length - 1 ? 'equity' : 'hold'),
  );
  const fall = hangingArea(thin({ at, value: drawdown }, BUCKETS), time, depth);
  const rows = bucketsOf({ at, value: equity }, BUCKETS).map(({ last }) => last);
  const pick = (values: Float64Array, digits: number) =>
    rows.map((row) => Number((values[row] as number).toFixed(digits)));
  return {
    figure: figure(report, [
      panel(
        {
          name: 'equity',
          range: money,
          content: paths,
          label: (tick) => numberText(tick, { decimals: decimalsOf(money) }),
        },
        time,
      ),
      panel(
        {
          name: 'drawdown',
          range: depth,
          content: [path(fall, 'fall')],
          label: (tick) => percentText(tick, { decimals: decimalsOf(depth) }),
        },
        time,
      ),
      timeAxis(time),
    ]),
    readOut: {
      at: pick(at, 0),
      equity: pick(equity, 8),
      hold: hasHold ? pick(hold, 8) : [],
      drawdown: pick(drawdown, 4),
    },
  };
}

function figure({ run }: BacktestReport, panels: readonly Html[]): Html {
  const hold = run.series.length > 0 ? html`<span class="key key-hold">Buy and hold</span>` : NO_HTML;
  return html`<figure
    class="charts"
    id="charts"
    tabindex="0"
    role="group"
    aria-label="Equity and drawdown over time. Arrow keys move the read-out."
  >
    <figcaption>
      <span class="keys"
        ><span class="key key-equity">Equity</span>${hold}<span class="key key-fall">Drawdown</span></span
      >
      <output id="readout" class="readout">Point at the chart, or focus it and use the arrow keys.</output>
    </figcaption>
    ${panels}
  </figure>`;
}

interface Panel {
  readonly name: string;
  readonly range: Range;
  readonly content: readonly Html[];
  readonly label: (tick: number) => string;
}

function panel({ name, range, content, label }: Panel, time: Range): Html {
  const ticks = roundTicks(range, name === 'equity' ? 5 : 3).map((tick) => ({ tick, y: 1 - share(tick, range) }));
  const grid = ticks.map(({ y }) => path(`M0 ${(y * BOX).toFixed(1)}H${String(BOX)}`, 'grid'));
  const upright = timeTicks(time, 8).map((tick) =>
    path(`M${(share(tick, time) * BOX).toFixed(1)} 0V${String(BOX)}`, 'grid'),
  );
  const labels = ticks.map(({ tick, y }) => html`<span style="top:${(y * 100).toFixed(2)}%">${label(tick)}</span>`);
  return html`<div class="panel panel-${name}">
    <div class="plot">
      <svg viewBox="0 0 ${BOX} ${BOX}" preserveAspectRatio="none" aria-hidden="true">${grid}${upright}${content}</svg
      ><i class="cross" hidden></i>
    </div>
    <div class="scale" aria-hidden="true">${labels}</div>
  </div>`;
}

function timeAxis(time: Range): Html {
  // A label centred on the very edge would be cut off.
  const labels = timeTicks(time, 8)
    .filter((tick) => share(tick, time) > 0.035 && share(tick, time) < 0.965)
    .map((tick) => html`<span style="left:${(share(tick, time) * 100).toFixed(2)}%">${dateText(tick)}</span>`);
  return html`<div class="times" aria-hidden="true">${labels}</div>`;
}

const path = (d: string, className: string): Html =>
  html`<path class="${className}" d="${d}" vector-effect="non-scaling-stroke" />`;

function rangeOf(values: Iterable<number>): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}

/** Room above and below; a flat line gets room too. */
function padded({ low, high }: Range): Range {
  const room = high === low ? Math.max(1, Math.abs(high) * 0.05) : (high - low) * 0.06;
  return { low: low - room, high: high + room };
}

const decimalsOf = ({ low, high }: Range): number =>
  Math.max(0, Math.min(8, 1 - Math.floor(Math.log10((high - low) / 2))));
