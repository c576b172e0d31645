// The size rule for everything people read: warn above 300 lines, fail above 500. ESLint repeats the limit in editors.
import { globSync, readFileSync } from 'node:fs';

export const WARN_LINES = 300;
export const MAX_LINES = 500;

const WRITTEN_BY_PEOPLE = [
  '{src,tests,config}/**/*.{ts,tsx,mjs,css,html,yaml}',
  '*.{ts,mjs,cjs}',
  '.dependency-cruiser.cjs',
];
const NOT_BY_PEOPLE = ['tests/fixtures/**', 'src/main/store/migrations/**'];

export interface LongFile {
  readonly path: string;
  readonly lines: number;
}

/** Files under `root` above `WARN_LINES`, longest first. */
export function longFiles(root: string): readonly LongFile[] {
  return globSync(WRITTEN_BY_PEOPLE, { cwd: root, exclude: NOT_BY_PEOPLE })
    .map((path) => ({ path, lines: readFileSync(`${root}/${path}`, 'utf8').trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > WARN_LINES)
    .sort((a, b) => b.lines - a.lines || (a.path < b.path ? -1 : 1));
}
