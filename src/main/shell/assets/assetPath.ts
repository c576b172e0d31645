// From the path of a request to a file of the window, or to nothing: no request leaves the folder.
import { extname, join } from 'node:path';

/** What the window is made of; a file of another kind is not answered. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** One name of a folder or file as we give them: no dot in front, no separator, no drive, nothing to decode twice. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.@-]*$/;

/** Absolute file under `folder` for the path of a request (`/assets/a.js`); `/` is the page. Undefined: not a file of ours. */
export function assetPath(folder: string, requested: string): string | undefined {
  const path = decoded(requested);
  if (path?.startsWith('/') !== true) return undefined;
  const names = path === '/' ? ['index.html'] : path.slice(1).split('/');
  if (!names.every((name) => NAME.test(name) && !name.endsWith('.'))) return undefined;
  return extname(names.at(-1) ?? '') in CONTENT_TYPES ? join(folder, ...names) : undefined;
}

/** Undefined: not decodable. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
