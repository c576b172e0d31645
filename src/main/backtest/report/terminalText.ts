// Words and columns in a terminal: colours only where they are wanted, widths that ignore them.
import { stripVTControlCharacters, styleText } from 'node:util';

/** Marks text; without colours it returns the text as it is. */
export interface Paint {
  readonly strong: Style;
  readonly dim: Style;
  readonly warn: Style;
  readonly bad: Style;
  readonly accent: Style;
  /** Gain or loss, by the sign of `value`; the text itself carries the sign too. */
  readonly sign: (text: string, value: number) => string;
}

type Style = (text: string) => string;
type Format = Parameters<typeof styleText>[0];

/** Escape codes or plain text. The caller decides: a terminal, and no NO_COLOR. */
export function createPaint(hasColors: boolean): Paint {
  const by =
    (format: Format): Style =>
    (text) =>
      hasColors ? styleText(format, text, { validateStream: false }) : text;
  const [good, bad] = [by('green'), by('red')];
  return {
    strong: by('bold'),
    dim: by('dim'),
    warn: by('yellow'),
    bad,
    accent: by('cyan'),
    sign: (text, value) => (value === 0 ? text : value > 0 ? good(text) : bad(text)),
  };
}

export interface Column {
  readonly width?: number;
  readonly isRight?: boolean;
}

/** Rows as lines; a cell wider than its column pushes the rest. */
export const table = (rows: readonly (readonly string[])[], columns: readonly Column[]): string[] =>
  rows.map((cells) =>
    cells
      .map((cell, index) => {
        const { width = 0, isRight = false } = columns[index] ?? {};
        const space = ' '.repeat(Math.max(0, width - stripVTControlCharacters(cell).length));
        return isRight ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );

/** `text` in lines of at most `width` characters, broken at spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
