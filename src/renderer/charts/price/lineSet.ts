// The indicator lines of a price chart: over the candles, or each group in a pane of its own below.
import { HistogramSeries, type IChartApi, type ISeriesApi, LineSeries, type UTCTimestamp } from 'lightweight-charts';
import { tokenAlpha, tokenColor } from '../../lib/theme.ts';
import { seriesToken } from './looks.ts';
import type { ChartLine } from './types.ts';

type Series = ISeriesApi<'Line'> | ISeriesApi<'Histogram'>;

export interface LineSet {
  /** Draws these and no others. */
  set(lines: readonly ChartLine[]): void;
  /** Values by line id, of what is under the crosshair. */
  read(data: ReadonlyMap<unknown, unknown>): Map<string, number>;
  recolor(): void;
}

const PANE_SHARE = 0.22;

const toTime = (ms: number): UTCTimestamp => (ms / 1000) as UTCTimestamp;

/** Points of a line; holes stay holes. */
function pointsOf(line: ChartLine) {
  return line.times.map((time, index) => {
    const value = line.values[index];
    return value === null || value === undefined ? { time: toTime(time) } : { time: toTime(time), value };
  });
}

export function createLineSet(chart: IChartApi): LineSet {
  const drawn = new Map<string, { readonly series: Series; readonly line: ChartLine; readonly token: string }>();

  const clear = (): void => {
    for (const { series } of drawn.values()) chart.removeSeries(series);
    drawn.clear();
    for (let pane = chart.panes().length - 1; pane > 0; pane--) chart.removePane(pane);
  };

  const add = (line: ChartLine, pane: number, token: string): void => {
    const options = { priceLineVisible: false, lastValueVisible: pane > 0, title: '' };
    const series: Series = line.isHistogram
      ? chart.addSeries(HistogramSeries, { ...options, color: tokenAlpha(token, 0.6) }, pane)
      : chart.addSeries(
          LineSeries,
          { ...options, color: tokenColor(token), lineWidth: 1, crosshairMarkerVisible: false },
          pane,
        );
    series.setData(pointsOf(line));
    drawn.set(line.id, { series, line, token });
  };

  return {
    set(lines) {
      const isSame = lines.length === drawn.size && lines.every((line) => drawn.has(line.id));
      if (isSame) {
        for (const line of lines) drawn.get(line.id)?.series.setData(pointsOf(line));
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
        series.applyOptions({ color: line.isHistogram ? tokenAlpha(token, 0.6) : tokenColor(token) });
      }
    },
  };
}
