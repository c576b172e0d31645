// The measuring tool: a box from where the pointer went down to where it is, with its price, percent, candles and time.
import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import { durationText, figureText, percentText, priceText } from '../lib/format.ts';
import { type Measured, measure, type MeasurePoint } from './price/measure.ts';
import type { PriceChart } from './price/priceChart.ts';

interface MeasureLayerProps {
  readonly isOn: boolean;
  readonly chartRef: RefObject<PriceChart | undefined>;
  readonly holder: RefObject<HTMLDivElement | null>;
  readonly candleMs: number;
}

interface Box {
  readonly from: MeasurePoint;
  readonly to: MeasurePoint;
}

export function MeasureLayer({ isOn, chartRef, holder, candleMs }: MeasureLayerProps): ReactNode {
  const [box, setBox] = useState<Box>();

  useEffect(() => {
    const element = holder.current;
    if (!isOn || element === null) return undefined;
    chartRef.current?.setScroll(false);
    let from: MeasurePoint | undefined;
    const pointOf = (event: PointerEvent): MeasurePoint | undefined => {
      const edge = element.getBoundingClientRect();
      const [x, y] = [event.clientX - edge.left, event.clientY - edge.top];
      const [price, time] = [chartRef.current?.priceAt(y), chartRef.current?.timeAt(x)];
      return price === undefined || time === undefined ? undefined : { x, y, price, time };
    };
    const onDown = (event: PointerEvent): void => {
      from = pointOf(event);
      setBox(undefined);
    };
    const onMove = (event: PointerEvent): void => {
      const to = from === undefined ? undefined : pointOf(event);
      if (from !== undefined && to !== undefined) setBox({ from, to });
    };
    const onUp = (): void => {
      from = undefined;
    };
    element.addEventListener('pointerdown', onDown, true);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onUp);
    return () => {
      element.removeEventListener('pointerdown', onDown, true);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onUp);
      chartRef.current?.setScroll(true);
      setBox(undefined);
    };
  }, [isOn, chartRef, holder]);

  return box === undefined ? null : <MeasureBox box={box} measured={measure(box.from, box.to, candleMs)} />;
}

function MeasureBox({ box: { from, to }, measured }: { readonly box: Box; readonly measured: Measured }): ReactNode {
  const [left, top] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  const [width, height] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  return (
    <>
      <div className="measure" style={{ left, top, width, height }} />
      <div className="measureText" style={{ left, top: top + height + 6 }} role="status">
        {figureText(measured.change, { isSigned: true })} ({percentText(measured.percent, { isSigned: true })}) ·{' '}
        {String(measured.candles)} candles · {durationText(Math.abs(measured.durationMs))} · {priceText(from.price)} to{' '}
        {priceText(to.price)}
      </div>
    </>
  );
}
