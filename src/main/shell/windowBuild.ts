// Whether what was built still is what the sources say, in some milliseconds: by name, size and time of every source file.
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `window` is all a browser needs: Node runs the sources of main as they are. Electron needs `main` as well. */
export const BUILD_PARTS = {
  window: ['src/{preload,renderer,shared}/**/*', 'electron.vite.config.ts', 'package-lock.json'],
  main: ['src/main/**/*'],
} as const;

export type BuildPart = keyof typeof BUILD_PARTS;

/** Beside what was built: what it was built from. */
const stampFile = (root: string, part: BuildPart): string => join(root, 'out', `${part}.stamp`);

/** Changes when a source file of the part is written, added or taken away. */
function sourceDigest(root: string, part: BuildPart): string {
  const hash = createHash('sha256');
  for (const path of globSync([...BUILD_PARTS[part]], { cwd: root }).sort()) {
    const { mtimeMs, size, isDirectory } = factsOf(join(root, path));
    if (!isDirectory) hash.update(`${path} ${String(size)} ${String(mtimeMs)}\n`);
  }
  return hash.digest('hex');
}

function factsOf(path: string): { readonly mtimeMs: number; readonly size: number; readonly isDirectory: boolean } {
  const stat = statSync(path);
  return { mtimeMs: stat.mtimeMs, size: stat.size, isDirectory: stat.isDirectory() };
}

/** False: there are no sources, or they have been built as they are. */
export function isStale(root: string, parts: readonly BuildPart[]): boolean {
  if (globSync('electron.vite.config.ts', { cwd: root }).length === 0) return false;
  return parts.some((part) => stampOf(root, part) !== sourceDigest(root, part));
}

function stampOf(root: string, part: BuildPart): string | undefined {
  try {
    return readFileSync(stampFile(root, part), 'utf8');
  } catch {
    // Never built, or taken away: both are built again.
    return undefined;
  }
}

/** To be called when the part has been built from sources that looked so when the build began. */
export function stampBuild(root: string, part: BuildPart, digest = sourceDigest(root, part)): void {
  const file = stampFile(root, part);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, digest);
}
