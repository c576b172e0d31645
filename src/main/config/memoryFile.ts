// Small JSON files that remember what costs nothing to lose: read whole, and put aside where they cannot be understood.
import { readFileSync, renameSync } from 'node:fs';
import type { z } from 'zod';
import type { Logger } from '../logging/logger.ts';
import { isSystemError } from './systemError.ts';

/** What the file at `path` holds; `empty` without one. One that cannot be understood is renamed, never overwritten, and said in the log. */
export function readMemory<S extends z.ZodType>(
  path: string,
  { schema, empty, log }: { readonly schema: S; readonly empty: z.output<S>; readonly log: Logger },
): z.output<S> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'ENOENT')
      log.warn('what is remembered could not be read', { path, error: String(error) });
    return empty;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const aside = `${path}.unreadable`;
    renameSync(path, aside);
    log.warn('what is remembered could not be understood and was put aside', { aside, error: String(error) });
    return empty;
  }
}
