// A curve as one line of block characters.

const BLOCKS = '▁▂▃▄▅▆▇█';

/** `values` in at most `width` characters, lowest to highest block; a flat curve is a flat line. */
export function sparkline(values: ArrayLike<number>, width: number): string {
  const cells = Math.min(width, values.length);
  const picked = Array.from(
    { length: cells },
    (_, cell) => values[Math.floor(((cell + 1) * values.length) / cells) - 1] as number,
  );
  const low = picked.reduce((a, b) => Math.min(a, b), Infinity);
  const span = picked.reduce((a, b) => Math.max(a, b), -Infinity) - low;
  return picked
    .map((value) => BLOCKS[span === 0 ? 0 : Math.min(7, Math.floor(((value - low) / span) * 8))] as string)
    .join('');
}
