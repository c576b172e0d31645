// Rows in columns that adapt to the width there is: as wide as what they hold, the least important ones left out first.
import { blanks, cut, type Line, type Span, span, textWidth } from './line.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Span;
  readonly isRight?: boolean;
  /** The highest goes first where the width does not do; without one it stays. */
  readonly drop?: number;
  /** Takes what the others leave, cut where that is too little. */
  readonly isFlexible?: boolean;
}

interface Measured {
  readonly title: string;
  readonly cells: readonly Span[];
  readonly isRight: boolean;
  readonly drop: number;
  readonly isFlexible: boolean;
  readonly width: number;
}

const GAP = 2;
/** A flexible column with less than this says nothing. */
const LEAST_FLEXIBLE = 14;

/** The head, then one line per row, none wider than `width`. A column that holds nothing is left out. */
export function gridLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): readonly Line[] {
  let shown = columns
    .map((column) => measure(column, rows))
    .filter(({ cells }) => cells.some(({ text }) => text !== ''));
  while (leastWidth(shown) > width) {
    const last = Math.max(...shown.map(({ drop }) => drop));
    if (last === 0) break;
    shown = shown.filter(({ drop }) => drop !== last);
  }
  const fixed = shown.reduce((sum, column) => sum + (column.isFlexible ? 0 : column.width), GAP * (shown.length - 1));
  const widths = shown.map((column) => (column.isFlexible ? Math.min(column.width, width - fixed) : column.width));
  const line = (cellOf: (column: Measured) => Span): Line =>
    shown.flatMap((column, index) =>
      aligned(cellOf(column), column, { width: widths[index] ?? 0, isFirst: index === 0 }),
    );
  return [
    line((column) => span(column.title, column === shown[0] ? 'strong' : 'dim')),
    ...rows.map((_, row) => line(({ cells }) => cells[row] ?? span(''))),
  ];
}

function measure<Row>(column: Column<Row>, rows: readonly Row[]): Measured {
  const { title, cell, isRight = false, drop = 0, isFlexible = false } = column;
  const cells = rows.map(cell);
  const width = cells.reduce((most, { text }) => Math.max(most, textWidth(text)), textWidth(title));
  return { title, cells, isRight, drop, isFlexible, width };
}

const leastWidth = (columns: readonly Measured[]): number =>
  columns.reduce(
    (sum, { width, isFlexible }) => sum + (isFlexible ? Math.min(width, LEAST_FLEXIBLE) : width),
    GAP * (columns.length - 1),
  );

function aligned(
  cell: Span,
  { isRight }: Measured,
  place: { readonly width: number; readonly isFirst: boolean },
): Line {
  const text = cut(cell.text, place.width);
  const room = blanks(place.width - textWidth(text));
  const gap = blanks(place.isFirst ? 0 : GAP);
  return isRight ? [gap, room, { ...cell, text }] : [gap, { ...cell, text }, room];
}
