// Stop, target, entry and order levels over the candles; the ones that may move are dragged with the pointer.
import type { IPriceLine, ISeriesApi } from 'lightweight-charts';
import { tokenColor } from '../../lib/theme.ts';
import { LEVEL_LOOK } from './looks.ts';
import type { ChartLevel } from './types.ts';

const GRAB_PX = 5;

interface Drawn {
  readonly line: IPriceLine;
  level: ChartLevel;
}

export interface Levels {
  set(levels: readonly ChartLevel[]): void;
  recolor(): void;
  remove(): void;
}

export interface LevelPorts {
  readonly series: ISeriesApi<'Candlestick'>;
  readonly element: HTMLElement;
  readonly onDrag: (level: ChartLevel, price: number) => void;
  /** While a level is held the chart itself must not scroll. */
  readonly setScroll: (isOn: boolean) => void;
}

const lookOf = (level: ChartLevel) => ({
  price: level.price,
  color: tokenColor(LEVEL_LOOK[level.kind].token),
  lineStyle: LEVEL_LOOK[level.kind].style,
  lineWidth: 1 as const,
  axisLabelVisible: true,
  title: level.title,
});

interface Hold {
  readonly drawn: Drawn;
  price: number;
}

export function createLevels(ports: LevelPorts): Levels {
  const { series } = ports;
  const drawn = new Map<string, Drawn>();
  const drag = createDrag(ports, drawn);
  return {
    set(levels) {
      const wanted = new Set(levels.map((level) => level.id));
      for (const [id, { line }] of drawn) {
        if (wanted.has(id)) continue;
        series.removePriceLine(line);
        drawn.delete(id);
      }
      for (const level of levels) {
        const known = drawn.get(level.id);
        if (known === undefined) drawn.set(level.id, { line: series.createPriceLine(lookOf(level)), level });
        else {
          known.level = level;
          if (!drag.isHeld(known)) known.line.applyOptions(lookOf(level));
        }
      }
    },
    recolor() {
      for (const { line, level } of drawn.values()) line.applyOptions(lookOf(level));
    },
    remove: () => drag.remove(),
  };
}

interface Drag {
  isHeld(drawn: Drawn): boolean;
  remove(): void;
}

function createDrag({ series, element, onDrag, setScroll }: LevelPorts, drawn: ReadonlyMap<string, Drawn>): Drag {
  let held: Hold | undefined;
  const yOf = (event: PointerEvent): number => event.clientY - element.getBoundingClientRect().top;
  const grabbable = (event: PointerEvent): Drawn | undefined =>
    [...drawn.values()].find(
      ({ level }) => level.canDrag && Math.abs((series.priceToCoordinate(level.price) ?? -1e9) - yOf(event)) <= GRAB_PX,
    );

  const onDown = (event: PointerEvent): void => {
    const target = grabbable(event);
    if (target === undefined) return;
    held = { drawn: target, price: target.level.price };
    setScroll(false);
    element.setPointerCapture(event.pointerId);
    event.preventDefault();
    event.stopPropagation();
  };
  const onMove = (event: PointerEvent): void => {
    element.classList.toggle('isOverLevel', held !== undefined || grabbable(event) !== undefined);
    const price = held === undefined ? null : series.coordinateToPrice(yOf(event));
    if (held === undefined || price === null) return;
    held.price = price;
    held.drawn.line.applyOptions({ price });
  };
  const onUp = (event: PointerEvent): void => {
    if (held === undefined) return;
    const { drawn: target, price } = held;
    held = undefined;
    setScroll(true);
    element.releasePointerCapture(event.pointerId);
    // Back where it is until main says that it has moved.
    target.line.applyOptions({ price: target.level.price });
    if (Math.abs(price - target.level.price) > Number.EPSILON) onDrag(target.level, price);
  };
  element.addEventListener('pointerdown', onDown, true);
  element.addEventListener('pointermove', onMove);
  element.addEventListener('pointerup', onUp);
  return {
    isHeld: (each) => held?.drawn === each,
    remove() {
      element.removeEventListener('pointerdown', onDown, true);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onUp);
    },
  };
}
