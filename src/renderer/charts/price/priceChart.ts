// The one imperative price chart: candles, volume, holes, markers; lines and levels have their own modules. Whoever makes it removes it.
import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type LogicalRange,
  type MouseEventParams,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { priceDecimals } from '../../lib/format.ts';
import { tokenAlpha, tokenColor } from '../../lib/theme.ts';
import type { Bar } from './candleBars.ts';
import { createLevels } from './levels.ts';
import { createLineSet } from './lineSet.ts';
import { candleLook, chartLook } from './looks.ts';
import type { ChartLevel, ChartLine, ChartMarker, PriceChartEvents } from './types.ts';

export interface PriceChart {
  /** All bars, and open times of missing candles. */
  setBars(bars: readonly Bar[], holes: readonly number[]): void;
  /** The newest bar again, or the next. */
  updateBar(bar: Bar): void;
  setLines(lines: readonly ChartLine[]): void;
  setMarkers(markers: readonly ChartMarker[]): void;
  setLevels(levels: readonly ChartLevel[]): void;
  /** Bars per view, newest at the right. */
  showNewest(bars: number): void;
  /** Everything from a time to the newest. */
  showFrom(time: number): void;
  recolor(): void;
  screenshot(): HTMLCanvasElement;
  /** What lies at a place of the element: for measuring. */
  priceAt(y: number): number | undefined;
  timeAt(x: number): number | undefined;
  setScroll(isOn: boolean): void;
  remove(): void;
}

const toTime = (ms: number): UTCTimestamp => (ms / 1000) as UTCTimestamp;
/** Bars left of the view below which older ones are asked for; as many as the view holds where that is more. */
const HISTORY_EDGE = 40;
/** Beyond the newest bar, so that it is not at the edge. */
const ROOM_BARS = 5;

interface Parts {
  readonly chart: IChartApi;
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly volume: ISeriesApi<'Histogram'>;
  readonly holes: ISeriesApi<'Histogram'>;
}

export function createPriceChart(element: HTMLElement, events: PriceChartEvents): PriceChart {
  const parts = createParts(element);
  const { chart, candles } = parts;
  const markers = createSeriesMarkers(candles, []);
  const lines = createLineSet(chart);
  let shownMarkers: readonly ChartMarker[] = [];
  let shownBars: readonly Bar[] = [];
  let shownHoles: readonly number[] = [];
  const setScroll = (isOn: boolean): void => chart.applyOptions({ handleScroll: isOn, handleScale: isOn });
  const levels = createLevels({ series: candles, element, onDrag: events.onDragLevel, setScroll });
  follow(parts, events, (data) => lines.read(data));
  const scale = chart.timeScale();
  /** Counted over bars, holes and lines alike, as the chart does. */
  const indexOf = (bar: Bar | undefined): number => (bar && scale.timeToIndex(toTime(bar.time), true)) ?? 0;

  const setBars: PriceChart['setBars'] = (bars, holes) => {
    shownBars = bars;
    shownHoles = holes;
    drawBars(parts, bars, holes);
    // Whoever waits at the edge for older bars does not move, and still wants the next ones.
    askAtEdge(scale.getVisibleLogicalRange(), events);
  };
  const setMarkers: PriceChart['setMarkers'] = (next) => {
    shownMarkers = next;
    markers.setMarkers(next.map(toMarker));
  };

  return {
    setBars,
    updateBar(bar) {
      candles.update({ ...bar, time: toTime(bar.time) });
      if (bar.volume !== null) parts.volume.update(volumePoint(bar));
    },
    setLines: (next) => lines.set(next),
    setMarkers,
    setLevels: (next) => levels.set(next),
    showNewest(bars) {
      const last = indexOf(shownBars.at(-1));
      scale.setVisibleLogicalRange({ from: last + 1 - bars, to: last + ROOM_BARS });
    },
    showFrom(time) {
      const first = shownBars.find((bar) => bar.time >= time);
      const [from, last] = [indexOf(first), indexOf(shownBars.at(-1))];
      scale.setVisibleLogicalRange({ from: Math.min(from, last - 1), to: last + Math.max(1, (last - from) * 0.02) });
    },
    recolor() {
      chart.applyOptions(chartLook());
      candles.applyOptions(candleLook());
      lines.recolor();
      levels.recolor();
      setBars(shownBars, shownHoles);
      setMarkers(shownMarkers);
    },
    screenshot: () => chart.takeScreenshot(true),
    priceAt: (y) => candles.coordinateToPrice(y) ?? undefined,
    timeAt(x) {
      const time = chart.timeScale().coordinateToTime(x);
      return typeof time === 'number' ? time * 1000 : undefined;
    },
    setScroll,
    remove() {
      levels.remove();
      chart.remove();
    },
  };
}

function createParts(element: HTMLElement): Parts {
  const chart = createChart(element, { autoSize: true, ...chartLook() });
  const holes = chart.addSeries(HistogramSeries, {
    priceScaleId: 'holes',
    priceLineVisible: false,
    lastValueVisible: false,
  });
  chart.priceScale('holes').applyOptions({ scaleMargins: { top: 0, bottom: 0 } });
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    priceFormat: { type: 'volume' },
    priceLineVisible: false,
    lastValueVisible: false,
  });
  chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  const candles = chart.addSeries(CandlestickSeries, candleLook());
  candles.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.22 } });
  return { chart, candles, volume, holes };
}

const volumePoint = (bar: Bar) => ({
  time: toTime(bar.time),
  value: bar.volume ?? 0,
  color: tokenAlpha(bar.close >= bar.open ? 'up' : 'down', 0.4),
});

function drawBars({ candles, volume, holes }: Parts, bars: readonly Bar[], missing: readonly number[]): void {
  const last = bars[bars.length - 1];
  if (last !== undefined) {
    const precision = priceDecimals(last.close);
    candles.applyOptions({ priceFormat: { type: 'price', precision, minMove: Number((10 ** -precision).toFixed(8)) } });
  }
  candles.setData(bars.map((bar) => ({ ...bar, time: toTime(bar.time) })));
  volume.setData(bars.map(volumePoint));
  const color = tokenAlpha('warn', 0.22);
  holes.setData(missing.map((time) => ({ time: toTime(time), value: 1, color })));
}

const MARKER = {
  buy: { shape: 'arrowUp', token: 'up' },
  sell: { shape: 'arrowDown', token: 'down' },
  exit: { shape: 'circle', token: 'accent' },
  signal: { shape: 'square', token: 'text-faint' },
  refused: { shape: 'square', token: 'warn' },
} as const;

const toMarker = (marker: ChartMarker): SeriesMarker<Time> => ({
  id: marker.id,
  time: toTime(marker.time),
  position: marker.isAbove ? 'aboveBar' : 'belowBar',
  shape: MARKER[marker.kind].shape,
  color: tokenColor(MARKER[marker.kind].token),
  text: marker.text,
});

function follow(
  { chart }: Parts,
  events: PriceChartEvents,
  read: (data: ReadonlyMap<unknown, unknown>) => Map<string, number>,
): void {
  chart.subscribeCrosshairMove((param: MouseEventParams) => {
    const { time } = param;
    events.onHover(typeof time === 'number' ? { time: time * 1000, values: read(param.seriesData) } : undefined);
  });
  chart.subscribeClick(({ time }) => {
    if (typeof time === 'number') events.onPick(time * 1000);
  });
  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => askAtEdge(range, events));
}

function askAtEdge(range: LogicalRange | null, events: PriceChartEvents): void {
  if (range !== null && range.from < Math.max(HISTORY_EDGE, range.to - range.from)) events.onNeedHistory();
}
