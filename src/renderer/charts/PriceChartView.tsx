// The price chart as a component: makes it once, hands on what changes, takes it down with itself.
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { useLookKey } from '../lib/theme.ts';
import { cx } from '../ui/cx.ts';
import { MeasureLayer } from './MeasureLayer.tsx';
import { type Bar, changedTail } from './price/candleBars.ts';
import { createPriceChart, type Picture, type PriceChart } from './price/priceChart.ts';
import type { ChartLevel, ChartLine, ChartMarker, PriceChartEvents } from './price/types.ts';

export interface PriceChartViewProps extends PriceChartEvents {
  /** What it shows, for assistive technology. */
  readonly label: string;
  readonly chartRef: RefObject<PriceChart | undefined>;
  readonly bars: readonly Bar[];
  readonly holes: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly markers: readonly ChartMarker[];
  readonly levels: readonly ChartLevel[];
  readonly candleMs: number;
  readonly isMeasuring: boolean;
}

const FIRST_VIEW = 140;
const NOTHING: Picture = { bars: [], holes: [], lines: [] };

/** What a canvas shows cannot be asked: beside it stands how much the chart has been given, for tests and benchmarks. */
function note(element: HTMLElement | null, what: 'bars' | 'lines' | 'points', count: number): void {
  if (element !== null) element.dataset[what] = String(count);
}

const knownPoints = ({ values }: ChartLine): number =>
  values.reduce<number>((sum, value) => sum + (value === null ? 0 : 1), 0);

export function PriceChartView(props: PriceChartViewProps): ReactNode {
  const { chartRef, bars, holes, lines, markers, levels } = props;
  const holder = useRef<HTMLDivElement>(null);
  const newest = useRef(props);
  newest.current = props;
  const drawn = useRef(NOTHING);
  const look = useLookKey();

  useEffect(() => {
    if (holder.current === null) return undefined;
    const chart = createPriceChart(holder.current, {
      onHover: (hover) => newest.current.onHover(hover),
      onPick: (time) => newest.current.onPick(time),
      onNeedHistory: () => newest.current.onNeedHistory(),
      onDragLevel: (level, price) => newest.current.onDragLevel(level, price),
    });
    chartRef.current = chart;
    return () => {
      chart.remove();
      chartRef.current = undefined;
      drawn.current = NOTHING;
    };
  }, [chartRef]);

  useEffect(() => {
    const chart = chartRef.current;
    if (chart === undefined) return;
    const before = drawn.current;
    drawn.current = { bars, holes, lines };
    const tail = before.holes === holes ? changedTail(before.bars, bars) : undefined;
    if (tail === undefined) chart.draw(drawn.current);
    else {
      for (const bar of tail) chart.updateBar(bar, bars);
      if (before.lines !== lines) chart.setLines(lines);
    }
    if (before.bars.length === 0 && bars.length > 0) chart.showNewest(FIRST_VIEW);
    note(holder.current, 'bars', bars.length);
  }, [chartRef, bars, holes, lines]);

  useEffect(() => {
    const indicators = lines.filter(({ kind }) => kind !== 'votes');
    note(holder.current, 'lines', indicators.length);
    note(holder.current, 'points', indicators.length === 0 ? 0 : Math.min(...indicators.map(knownPoints)));
  }, [lines]);
  useEffect(() => chartRef.current?.setMarkers(markers), [chartRef, markers]);
  const { isMeasuring } = props;
  useEffect(() => {
    // The pointer of the ruler must not take a stop along.
    chartRef.current?.setLevels(isMeasuring ? levels.map((level) => ({ ...level, canDrag: false })) : levels);
  }, [chartRef, levels, isMeasuring]);
  const drawnLook = useRef(look);
  useEffect(() => {
    if (drawnLook.current === look) return;
    drawnLook.current = look;
    chartRef.current?.recolor();
  }, [chartRef, look]);

  return (
    <div className={cx('priceChart', props.isMeasuring && 'isMeasuring')}>
      <div className="priceChartCanvas" ref={holder} role="img" aria-label={props.label} />
      <MeasureLayer isOn={props.isMeasuring} chartRef={chartRef} holder={holder} candleMs={props.candleMs} />
    </div>
  );
}
