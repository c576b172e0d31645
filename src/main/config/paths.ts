// Where things are: the data folder of this user, and the files that come with the program.
import { accessSync, constants } from 'node:fs';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { AppError } from '../../shared/errors.ts';
import { makeFolder } from './makeFolder.ts';
import { isSystemError, systemErrorText } from './systemError.ts';

const PROGRAM = resolve(import.meta.dirname, '../../..');

/** Absolute path of a file that comes with the program, for example `config/instruments.yaml`. */
export const programFile = (path: string): string => join(PROGRAM, path);

/** The data folder asked for, else FOREDECK_DATA_DIR, else the per-user application-data folder. Not created. */
export function dataFolder(asked: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const named = asked ?? env['FOREDECK_DATA_DIR'] ?? '';
  return named === '' ? envPaths('foredeck', { suffix: '' }).data : resolve(named);
}

/** Where the user's configuration is looked for when none is named. */
export const userConfigFile = (dataDir: string): string => join(dataDir, 'config.yaml');

/** Creates `folder` if need be and returns it; `AppError` NOT_WRITABLE with what to do. */
export function ensureFolder(folder: string, option: string): string {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    // To the system a file in the folder's place "exists already".
    const isFile = isSystemError(error) && error.code === 'EEXIST';
    const reason = isFile ? `${folder} is a file, not a folder` : `folder ${systemErrorText(error, folder)}`;
    throw new AppError('NOT_WRITABLE', `${reason}; choose another with ${option}`, {
      cause: error,
    });
  }
}
