// Rows in columns that adapt to the width there is: as wide as what they hold, the least important ones left out first.
import { blanks, cut, cutLine, type Line, type Span, span, textWidth } from './line.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Span;
  readonly isRight?: boolean;
  /** The highest goes first where the width does not do; without one it stays. */
  readonly drop?: number;
  /** Takes what the others leave, at least so many cells, and is cut where that is too little. */
  readonly flexibleFrom?: number;
}

interface Measured {
  readonly title: string;
  readonly cells: readonly Span[];
  readonly isRight: boolean;
  readonly drop: number;
  /** Its width, or less where it is flexible. */
  readonly least: number;
  readonly width: number;
}

const GAP = 2;

/** The head, then one line per row, none wider than `width`. A column that holds nothing is left out. */
export function gridLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): readonly Line[] {
  let shown = columns
    .map((column) => measure(column, rows))
    .filter(({ cells }) => cells.some(({ text }) => text !== ''));
  while (leastWidth(shown) > width && shown.length > 1) {
    const last = Math.max(...shown.map(({ drop }) => drop));
    // Where nothing may go, the rightmost goes: a figure that is cut would be read as another.
    shown = last === 0 ? shown.slice(0, -1) : shown.filter(({ drop }) => drop !== last);
  }
  let spare = Math.max(0, width - leastWidth(shown));
  const widths = shown.map((column) => {
    const more = Math.min(spare, column.width - column.least);
    spare -= more;
    return column.least + more;
  });
  const line = (cellOf: (column: Measured) => Span): Line =>
    cutLine(
      shown.flatMap((column, index) => [
        ...(index === 0 ? [] : [blanks(GAP)]),
        ...aligned(cellOf(column), widths[index] ?? 0, column.isRight),
      ]),
      width,
    );
  return [
    line((column) => span(column.title, column === shown[0] ? 'title' : 'dim')),
    ...rows.map((_, row) => line(({ cells }) => cells[row] ?? span(''))),
  ];
}

function measure<Row>(column: Column<Row>, rows: readonly Row[]): Measured {
  const { title, cell, isRight = false, drop = 0, flexibleFrom = Infinity } = column;
  const cells = rows.map(cell);
  const width = cells.reduce((most, { text }) => Math.max(most, textWidth(text)), textWidth(title));
  return { title, cells, isRight, drop, width, least: Math.min(width, flexibleFrom) };
}

const leastWidth = (columns: readonly Measured[]): number =>
  columns.reduce((sum, { least }) => sum + least, GAP * (columns.length - 1));

function aligned(cell: Span, width: number, isRight: boolean): Line {
  const text = cut(cell.text, width);
  const room = blanks(width - textWidth(text));
  return isRight ? [room, { ...cell, text }] : [{ ...cell, text }, room];
}
