// A line of the terminal as words with a tone each: measured, cut and padded by what is seen, coloured only at the very end.
import { styleText } from 'node:util';

const TONES = {
  strong: 'bold',
  title: ['bold', 'cyan'],
  dim: 'dim',
  good: 'green',
  bad: 'red',
  warn: 'yellow',
  accent: 'cyan',
  /** What nobody may miss. */
  alarm: ['bold', 'white', 'bgRed'],
  badge: ['bold', 'black', 'bgYellow'],
} as const satisfies Readonly<Record<string, Parameters<typeof styleText>[0]>>;

export type Tone = keyof typeof TONES;

export interface Span {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

export type Line = readonly Span[];

/** Words from anywhere: what would steer a terminal or turn its writing round becomes a blank. */
export const span = (text: string, tone?: Tone): Span => ({
  text: isPlain(text) ? text : text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' '),
  tone,
});

/** Gain or loss by its tone too; the text carries the sign itself. */
export const signed = (text: string, value: number): Span =>
  span(text, value > 0 ? 'good' : value < 0 ? 'bad' : undefined);

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** East Asian wide and full-width forms, and emoji: two cells each. */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Emoji}\ufe0f)/u;

function* cells(text: string): Generator<readonly [string, number]> {
  for (const { segment } of graphemes.segment(text)) {
    yield [segment, WIDE.test(segment) ? 2 : /^\p{M}/u.test(segment) ? 0 : 1];
  }
}

/** Cells of the terminal that `text` takes. */
export function textWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const [, cell] of cells(text)) width += cell;
  return width;
}

export const lineWidth = (line: Line): number => line.reduce((sum, { text }) => sum + textWidth(text), 0);

/** At most `width` cells, the last one an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width <= 0) return '';
  if (isPlain(text)) return `${text.slice(0, width - 1)}…`;
  let [kept, used] = ['', 0];
  for (const [segment, cell] of cells(text)) {
    if (used + cell > width - 1) break;
    kept += segment;
    used += cell;
  }
  return `${kept}…`;
}

export function cutLine(line: Line, width: number): Line {
  if (lineWidth(line) <= width) return line;
  const kept: Span[] = [];
  let left = width;
  for (const { text, tone } of line) {
    const shown = cut(text, left);
    kept.push({ text: shown, tone });
    left -= textWidth(shown);
    if (shown !== text || left <= 0) break;
  }
  // Words that fill the line to the brim hide that more follow.
  const last = kept.at(-1);
  if (last !== undefined && !last.text.endsWith('…')) {
    kept[kept.length - 1] = { ...last, text: cut(`${last.text}…`, textWidth(last.text)) };
  }
  return kept;
}

export const blanks = (count: number): Span => ({ text: ' '.repeat(Math.max(0, count)) });

/** Exactly `width` cells. */
export function padLine(line: Line, width: number): Line {
  const fitted = cutLine(line, width);
  return [...fitted, blanks(width - lineWidth(fitted))];
}

/** `left` and, at the right edge, `right`, which goes first where both do not fit. */
export function spread(left: Line, right: Line, width: number): Line {
  const room = width - lineWidth(left) - lineWidth(right);
  return room < 2 ? cutLine(left, width) : [...left, blanks(room), ...right];
}

/** The parts side by side, as many of the first as fit. */
export function inline(parts: readonly Line[], width: number): Line {
  const [first = [], ...rest] = parts.filter((part) => part.length > 0);
  const line = [...first];
  for (const part of rest) {
    if (lineWidth(line) + 3 + lineWidth(part) > width) break;
    line.push(blanks(3), ...part);
  }
  return cutLine(line, width);
}

/** `text` in lines of at most `width` cells, broken at blanks, no more than `most` of them. */
export function wrapText(text: string, width: number, most: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(/ +/)) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || lines.length === most || textWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => cut(line, width));
}

/** As it is written to a terminal. */
export const lineText = (line: Line, hasColors: boolean): string =>
  line
    .map(({ text, tone }) =>
      tone === undefined || !hasColors || text === '' ? text : styleText(TONES[tone], text, { validateStream: false }),
    )
    .join('')
    .trimEnd();
