/** Rows under a head in columns as wide as their widest cell, as lines without trailing blanks; `isRight` by column. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  isRight: readonly boolean[] = [],
): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  const aligned = (cell: string, column: number): string => {
    const width = widths[column] ?? 0;
    return isRight[column] === true ? cell.padStart(width) : cell.padEnd(width);
  };
  return lines.map((cells) => cells.map(aligned).join('  ').trimEnd()).join('\n');
}
