// Where an instance listens: a socket only this user can reach, or a named pipe on Windows.
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { ensureFolder } from '../../config/paths.ts';

/** Systems allow 104 to 108 bytes; what is longer would be cut without a word. */
const LONGEST = 100;
const SOCKET = 'control.sock';

/** The address for a data folder; what it needs on the disk is made. Throws `AppError` NOT_WRITABLE. */
export function makeControlAddress(dataDir: string): string {
  const name = `foredeck-${createHash('sha256').update(dataDir).digest('hex').slice(0, 24)}`;
  // Others may not write to a pipe made with the default rights of the system.
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  const near = join(dataDir, 'control');
  const isShort = Buffer.byteLength(join(near, SOCKET)) <= LONGEST;
  return join(makePrivateFolder(isShort ? near : join(tmpdir(), name)), SOCKET);
}

function makePrivateFolder(folder: string): string {
  ensureFolder(folder, '--data-dir');
  // Under the system's temporary folder somebody else may have been there first.
  const { uid } = lstatSync(folder);
  if (uid !== process.getuid?.())
    throw new AppError('NOT_WRITABLE', `${folder} belongs to another user; choose a shorter path with --data-dir`);
  chmodSync(folder, 0o700);
  return folder;
}
