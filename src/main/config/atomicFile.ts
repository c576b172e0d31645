// Writes a file as a whole or not at all.
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { isSystemError, systemErrorText } from './systemError.ts';

/** Text or bytes in pieces, into `path`: readers see the old file until the new one is complete and on disk. */
export async function writeAtomically(
  path: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  mode = 0o666,
): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  const file = await open(unfinished, 'w', mode).catch((error: unknown) => refuse(error, path));
  try {
    for await (const piece of pieces) await file.write(typeof piece === 'string' ? Buffer.from(piece) : piece);
    await file.sync();
    await file.close();
    await rename(unfinished, path);
  } catch (error) {
    await file.close();
    await rm(unfinished, { force: true });
    return refuse(error, path);
  }
}

function refuse(error: unknown, path: string): never {
  if (!isSystemError(error)) throw error;
  const place = error.code === 'ENOENT' || error.code === 'EACCES' ? `folder ${dirname(path)}` : path;
  throw new AppError('NOT_WRITABLE', `cannot write ${path}: ${systemErrorText(error, place)}`, { cause: error });
}
