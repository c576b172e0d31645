// Curves over time on canvas: equity, drawdown, buy-and-hold. One plot in one component, removed with it.
import { useEffect, useRef, type ReactNode } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { DAY_MS } from '../../shared/time.ts';
import { figureText, shortTimeText } from '../lib/format.ts';
import { tokenAlpha, tokenColor, useLookKey } from '../lib/theme.ts';

export interface PlotSeries {
  readonly label: string;
  /** As long as the times. */
  readonly values: readonly (number | null)[];
  /** A design token. */
  readonly token: string;
  readonly isFilled?: boolean;
  readonly isDashed?: boolean;
}

export interface TimePlotProps {
  /** What it shows, with its newest figure, for assistive technology. */
  readonly label: string;
  /** Epoch ms, ascending. */
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
  readonly height: number;
  readonly unit?: string;
  readonly decimals?: number;
  /** Without its own times below: another plot stands under it. */
  readonly isStacked?: boolean;
  /** The legend follows the pointer. */
  readonly hasLegend?: boolean;
}

export function TimePlot(props: TimePlotProps): ReactNode {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const look = useLookKey();
  const shape = props.series.map(({ label, token }) => `${label} ${token}`).join('|');
  const newest = useRef(props);
  newest.current = props;

  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const made = new uPlot(optionsOf(newest.current, element.clientWidth), dataOf(newest.current), element);
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: newest.current.height }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [look, shape, props.height, props.unit]);

  useEffect(() => plot.current?.setData(dataOf(props)), [props]);

  return <div className="timePlot" ref={holder} role="img" aria-label={props.label} />;
}

function dataOf({ times, series }: TimePlotProps): uPlot.AlignedData {
  return [times.map((time) => time / 1000), ...series.map(({ values }) => [...values])];
}

function optionsOf(
  { series, height, unit, decimals, hasLegend, isStacked }: TimePlotProps,
  width: number,
): uPlot.Options {
  const axis = {
    stroke: tokenColor('text-faint'),
    grid: { stroke: tokenAlpha('line', 0.7), width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
  };
  const write = (value: number | null): string => figureText(value, { decimals: decimals ?? 2, unit });
  return {
    width,
    height,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    legend: { show: hasLegend === true },
    padding: [8, 8, 0, 0],
    scales: { y: { range: rangeOf } },
    cursor: { points: { size: 6 } },
    axes: [
      isStacked === true ? { ...axis, size: 0, values: () => [] } : { ...axis, size: 26, values: timeTicks },
      {
        ...axis,
        size: 64,
        values: (_plot, ticks) => ticks.map((tick) => figureText(tick, { decimals: tickDecimals(ticks) })),
      },
    ],
    series: [
      {},
      ...series.map(({ label, token, isFilled, isDashed }) => ({
        label,
        stroke: tokenColor(token),
        width: 1.5,
        points: { show: false },
        value: (_plot: uPlot, value: number | null) => write(value),
        ...(isFilled === true ? { fill: tokenAlpha(token, 0.14) } : {}),
        ...(isDashed === true ? { dash: [5, 4] } : {}),
      })),
    ],
  };
}

const tickDecimals = (ticks: readonly number[]): number => (ticks.every(Number.isInteger) ? 0 : 2);

/** Days while a step is a day or more, else hours; UTC. */
const timeTicks = (_plot: uPlot, ticks: readonly number[], ...rest: readonly number[]): string[] => {
  const step = rest[2] ?? 0;
  return ticks.map((tick) => {
    const text = shortTimeText(tick * 1000);
    return step >= DAY_MS / 1000 ? text.slice(0, 6) : text.slice(-5);
  });
};

/** A flat curve lies in the middle of a narrow band, not on the floor of a wide one. */
const rangeOf = (_plot: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax => {
  if (low === null || high === null) return [0, 1];
  if (low < high) return uPlot.rangeNum(low, high, 0.1, false);
  const reach = Math.max(1, Math.abs(low) * 0.01);
  return [low - reach, high + reach];
};
