// The files of the window as answers to its requests, the same for every shell.
import { readFile, realpath } from 'node:fs/promises';
import { dirname, extname, sep } from 'node:path';
import { assetPath, CONTENT_TYPES } from './assetPath.ts';
import { SECURITY_HEADERS } from './securityHeaders.ts';

export interface FileRequest {
  readonly method: string;
  readonly url: string;
}

export interface FileAnswer {
  readonly status: 200 | 404 | 405;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WindowFiles {
  /** `https://foredeck.invalid` for example, without a slash at its end. */
  readonly origin: string;
  /** Whether a request or a navigation to `url` stays within the window. */
  readonly owns: (url: string) => boolean;
  /** Never rejects for what was asked; rejects with the system's error when a file that is there cannot be read. */
  answer(request: FileRequest): Promise<FileAnswer>;
}

/** Comes with the program. */
export const WINDOW_ICON = 'resources/icons/icon.png';

export interface WindowFolder {
  readonly folder: string;
  readonly origin: string;
  /** A picture, PNG: a browser asks for it by itself and puts it on the window. */
  readonly icon: string;
}

const ICON_PATH = '/favicon.ico';

/** Answers from `folder`, as `origin`. */
export function windowFiles({ folder, origin, icon }: WindowFolder): WindowFiles {
  const owns = (url: string): boolean => url === origin || url.startsWith(`${origin}/`);
  return {
    origin,
    owns,
    answer: async ({ method, url }) => {
      if (method !== 'GET' && method !== 'HEAD') return refusal(405);
      const asked = owns(url) ? pathOf(url, origin) : '';
      const [path, root] = asked === ICON_PATH ? [icon, dirname(icon)] : [assetPath(folder, asked), folder];
      const body = path === undefined ? undefined : await contentOf(path, root);
      if (path === undefined || body === undefined) return refusal(404);
      const headers = { ...SECURITY_HEADERS, 'content-type': CONTENT_TYPES[extname(path)] ?? '' };
      return { status: 200, headers, body: method === 'HEAD' ? Buffer.alloc(0) : body };
    },
  };
}

/** As it was asked: `URL` would resolve `..` before anybody could refuse it. */
const pathOf = (url: string, origin: string): string => {
  const path = /^[^?#]*/.exec(url.slice(origin.length))?.[0] ?? '';
  return path === '' ? '/' : path;
};

/** Undefined: no such file, or a link that leads out of the folder. */
async function contentOf(path: string, folder: string): Promise<Buffer | undefined> {
  try {
    const [real, root] = await Promise.all([realpath(path), realpath(folder)]);
    return real.startsWith(root + sep) ? await readFile(real) : undefined;
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);

const refusal = (status: 404 | 405): FileAnswer => ({
  status,
  headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' },
  body: Buffer.from(status === 404 ? 'not found' : 'only GET and HEAD'),
});
