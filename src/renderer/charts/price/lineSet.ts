// The indicator lines of a price chart: over the candles, or each group in a pane of its own below.
import { HistogramSeries, type IChartApi, type ISeriesApi, LineSeries, type UTCTimestamp } from 'lightweight-charts';
import { tokenAlpha, tokenColor } from '../../lib/theme.ts';
import { changedFrom } from './lineTail.ts';
import { seriesToken } from './looks.ts';
import type { ChartLine } from './types.ts';

type Series = ISeriesApi<'Line'> | ISeriesApi<'Histogram'>;

export interface LineSet {
  /** Draws these and no others. */
  set(lines: readonly ChartLine[]): void;
  /** Takes all points off until the next `set`: what is put over other bars than before is slow while they are there. */
  empty(): void;
  /** Values by line id, of what is under the crosshair. */
  read(data: ReadonlyMap<unknown, unknown>): Map<string, number>;
  recolor(): void;
}

const PANE_SHARE = 0.22;

const toTime = (ms: number): UTCTimestamp => (ms / 1000) as UTCTimestamp;

/** The middle of a row of votes; a bar reaches up or down from it. */
const MIDDLE = 0.43;
const REACH = 0.4;
/** Of a hold: seen, but neither up nor down. */
const FLAT = 0.06;

function votePoint(time: UTCTimestamp, row: number, vote: number) {
  const value = row + MIDDLE + (vote === 0 ? FLAT : vote * REACH);
  return { time, value, color: tokenColor(vote === 0 ? 'line-strong' : vote > 0 ? 'up' : 'down') };
}

function pointOf({ kind, row, times, values }: ChartLine, index: number) {
  const time = toTime(times[index] as number);
  const value = values[index];
  if (value === null || value === undefined) return { time };
  return kind === 'votes' ? votePoint(time, row ?? 0, value) : { time, value };
}

/** Points of a line; holes stay holes. */
const pointsOf = (line: ChartLine) => line.times.map((_, index) => pointOf(line, index));

/** The line in place of the one before; only its end is drawn anew where the rest is as it was. */
function redraw(series: Series, before: ChartLine, after: ChartLine): void {
  const from = changedFrom(before, after);
  if (from === undefined) series.setData(pointsOf(after));
  else for (let index = from; index < after.times.length; index++) series.update(pointOf(after, index));
}

function makeSeries(
  chart: IChartApi,
  line: ChartLine,
  { pane, token }: { readonly pane: number; readonly token: string },
): Series {
  const options = { priceLineVisible: false, lastValueVisible: pane > 0, title: '' };
  switch (line.kind) {
    case 'votes':
      return chart.addSeries(
        HistogramSeries,
        {
          ...options,
          title: line.label,
          base: (line.row ?? 0) + MIDDLE,
          // Rows have names, not values.
          priceFormat: { type: 'custom', formatter: () => '', minMove: 0.01 },
        },
        pane,
      );
    case 'histogram':
      return chart.addSeries(HistogramSeries, { ...options, color: tokenAlpha(token, 0.6) }, pane);
    case 'line':
      return chart.addSeries(
        LineSeries,
        { ...options, color: tokenColor(token), lineWidth: 1, crosshairMarkerVisible: false },
        pane,
      );
  }
}

export function createLineSet(chart: IChartApi): LineSet {
  const drawn = new Map<string, { readonly series: Series; line: ChartLine; readonly token: string }>();

  let wasEmptied = false;

  const clear = (): void => {
    for (const { series } of drawn.values()) chart.removeSeries(series);
    drawn.clear();
    for (let pane = chart.panes().length - 1; pane > 0; pane--) chart.removePane(pane);
  };

  const add = (line: ChartLine, pane: number, token: string): void => {
    const series = makeSeries(chart, line, { pane, token });
    series.setData(pointsOf(line));
    drawn.set(line.id, { series, line, token });
  };

  return {
    set(lines) {
      const isEmpty = wasEmptied;
      wasEmptied = false;
      const isSame = lines.length === drawn.size && lines.every((line) => drawn.has(line.id));
      if (isSame) {
        for (const line of lines) {
          const known = drawn.get(line.id);
          if (known === undefined || (known.line === line && !isEmpty)) continue;
          if (isEmpty) known.series.setData(pointsOf(line));
          else redraw(known.series, known.line, line);
          known.line = line;
        }
        return;
      }
      clear();
      const panes = new Map<string, number>();
      lines.forEach((line, index) => {
        if (line.place === 'pane' && !panes.has(line.group)) panes.set(line.group, panes.size + 1);
        add(line, line.place === 'pane' ? (panes.get(line.group) ?? 1) : 0, seriesToken(index));
      });
      chart.panes().forEach((pane, index) => pane.setStretchFactor(index === 0 ? 1 : PANE_SHARE));
    },
    empty() {
      for (const { series } of drawn.values()) series.setData([]);
      wasEmptied = true;
    },
    read(data) {
      const values = new Map<string, number>();
      for (const [id, { series }] of drawn) {
        const point = data.get(series) as { readonly value?: number } | undefined;
        if (point?.value !== undefined) values.set(id, point.value);
      }
      return values;
    },
    recolor() {
      for (const { series, line, token } of drawn.values()) {
        if (line.kind === 'votes') series.setData(pointsOf(line));
        else series.applyOptions({ color: line.kind === 'histogram' ? tokenAlpha(token, 0.6) : tokenColor(token) });
      }
    },
  };
}
