// The one imperative price chart: candles, volume, holes, markers; lines and levels have their own modules. Whoever makes it removes it.
import {
  CandlestickSeries,
  createChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type ITimeScaleApi,
  type LogicalRange,
  type MouseEventParams,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { priceDecimals } from '../../lib/format.ts';
import { tokenAlpha } from '../../lib/theme.ts';
import type { Bar } from './candleBars.ts';
import { createLevels } from './levels.ts';
import { createLineSet } from './lineSet.ts';
import { createMarkerSet } from './markerSet.ts';
import { candleLook, chartLook } from './looks.ts';
import type { ChartLevel, ChartLine, ChartMarker, PriceChartEvents } from './types.ts';

export interface Picture {
  readonly bars: readonly Bar[];
  /** Open times of missing candles. */
  readonly holes: readonly number[];
  readonly lines: readonly ChartLine[];
}

export interface PriceChart {
  /** All there is. */
  draw(picture: Picture): void;
  /** The newest bar again, or the next; `bars` are all of them after it. */
  updateBar(bar: Bar, bars: readonly Bar[]): void;
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
  const markers = createMarkerSet(candles);
  const lines = createLineSet(chart);
  let shown: Picture = { bars: [], holes: [], lines: [] };
  const setScroll = (isOn: boolean): void => chart.applyOptions({ handleScroll: isOn, handleScale: isOn });
  const levels = createLevels({ series: candles, element, onDrag: events.onDragLevel, setScroll });
  follow(parts, events, (data) => lines.read(data));
  const draw: PriceChart['draw'] = (picture) => {
    shown = picture;
    lines.empty();
    drawBars(parts, picture);
    lines.set(picture.lines);
    // Whoever waits at the edge for older bars does not move, and still wants the next ones.
    askAtEdge(chart.timeScale().getVisibleLogicalRange(), events);
  };

  return {
    draw,
    updateBar(bar, bars) {
      shown = { ...shown, bars };
      candles.update(candlePoint(bar));
      if (bar.volume !== null) parts.volume.update(volumePoints()(bar));
    },
    setLines(next) {
      shown = { ...shown, lines: next };
      lines.set(next);
    },
    setMarkers: (next) => markers.set(next),
    setLevels: (next) => levels.set(next),
    ...viewOf(chart.timeScale(), () => shown.bars),
    recolor() {
      chart.applyOptions(chartLook());
      candles.applyOptions(candleLook());
      lines.recolor();
      levels.recolor();
      draw(shown);
      markers.recolor();
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

/** Moves the view; places are counted over bars, holes and lines alike, as the chart does. */
function viewOf(
  scale: ITimeScaleApi<Time>,
  barsNow: () => readonly Bar[],
): Pick<PriceChart, 'showNewest' | 'showFrom'> {
  const indexOf = (bar: Bar | undefined): number => (bar && scale.timeToIndex(toTime(bar.time), true)) ?? 0;
  return {
    showNewest(bars) {
      const last = indexOf(barsNow().at(-1));
      scale.setVisibleLogicalRange({ from: last + 1 - bars, to: last + ROOM_BARS });
    },
    showFrom(time) {
      const first = barsNow().find((bar) => bar.time >= time);
      const [from, last] = [indexOf(first), indexOf(barsNow().at(-1))];
      scale.setVisibleLogicalRange({ from: Math.min(from, last - 1), to: last + Math.max(1, (last - from) / 50) });
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

const candlePoint = ({ time, open, high, low, close }: Bar) => ({ time: toTime(time), open, high, low, close });

/** Reads the colours once. */
function volumePoints() {
  const [up, down] = [tokenAlpha('up', 0.4), tokenAlpha('down', 0.4)];
  return ({ time, open, close, volume }: Bar) => ({
    time: toTime(time),
    value: volume ?? 0,
    color: close >= open ? up : down,
  });
}

/** The candles first and alone: a series that only adds to the times of another is put there many times as fast. */
function drawBars({ candles, volume, holes }: Parts, { bars, holes: missing }: Picture): void {
  volume.setData([]);
  holes.setData([]);
  const last = bars[bars.length - 1];
  if (last !== undefined) {
    const precision = priceDecimals(last.close);
    candles.applyOptions({ priceFormat: { type: 'price', precision, minMove: Number((10 ** -precision).toFixed(8)) } });
  }
  candles.setData(bars.map(candlePoint));
  volume.setData(bars.map(volumePoints()));
  const color = tokenAlpha('warn', 0.22);
  holes.setData(missing.map((time) => ({ time: toTime(time), value: 1, color })));
}

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
