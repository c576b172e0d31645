// A part of the live view that can be shown in more or fewer rows.
import { type Column, gridLines } from './grid.ts';
import { cutLine, type Line, span } from './line.ts';

export interface Section {
  /** The lowest gets its rows first. */
  readonly rank: number;
  /** Rows under its head that it could fill; with none its head says why. */
  readonly count: number;
  /** Rows that it wants before those after it get any, and rows that tell enough. */
  readonly least: number;
  readonly good: number;
  /** The head and `rows` more lines, none wider than `width`. */
  lines(rows: number, width: number): readonly Line[];
}

export interface GridContent<Row> {
  readonly title: string;
  readonly rank: number;
  readonly least: number;
  readonly good: number;
  readonly rows: readonly Row[];
  /** The first one's title is the section's. */
  readonly columns: readonly Column<Row>[];
  /** What stands there when there are no rows. */
  readonly empty: string;
  /** The rows are the newest of a longer history: how many are left out says nothing. */
  readonly isHistory?: boolean;
}

export function gridSection<Row>({ title, rank, least, good, ...content }: GridContent<Row>): Section {
  const { rows, columns, empty, isHistory = false } = content;
  return {
    ...{ rank, least, good, count: rows.length },
    lines: (count, width) => {
      if (rows.length === 0) return [cutLine([span(title, 'title'), span(`  ${empty}`, 'dim')], width)];
      const shown = rows.slice(0, count);
      const isCut = shown.length < rows.length && !isHistory;
      const head = isCut ? `${title} ${String(shown.length)} of ${String(rows.length)}` : title;
      return gridLines(
        columns.map((column, index) => (index === 0 ? { ...column, title: head } : column)),
        shown,
        width,
      );
    },
  };
}
