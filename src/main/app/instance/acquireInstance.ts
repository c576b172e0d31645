// One instance per data folder. The lock is the operating system's, so a crash leaves none behind; a file beside it tells who
// holds it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { ensureFolder } from '../../config/paths.ts';
import { takeInstanceLock } from '../../store/instanceLock.ts';
import type { InstanceInfo } from '../control.ts';
import { connectTo } from './connectTo.ts';
import { makeControlAddress } from './controlAddress.ts';
import { holderText, instanceFile, readInstanceFile, writeInstanceFile } from './instanceFile.ts';

/** The right to write to a data folder, until released or until the process ends. */
export interface Instance {
  readonly dataDir: string;
  readonly info: InstanceInfo;
  /** Where `serveControl` listens. */
  readonly control: string;
  release(): Promise<void>;
}

/** Takes the data folder, made if need be. Throws `AppError`: BAD_INPUT naming the holder, NOT_WRITABLE. */
export async function acquireInstance(dataDir: string, info: InstanceInfo): Promise<Instance> {
  const unlock = takeInstanceLock(join(ensureFolder(dataDir, '--data-dir'), 'instance.lock'));
  if (unlock === undefined) throw inUse(dataDir);
  try {
    await refuseWhereAnswered(dataDir);
    const control = makeControlAddress(dataDir);
    await writeInstanceFile(dataDir, { ...info, control });
    const release = async (): Promise<void> => {
      await rm(instanceFile(dataDir), { force: true });
      unlock();
    };
    return { dataDir, info, control, release };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Somebody may have deleted the lock file of a running instance: what answers still holds the folder. */
async function refuseWhereAnswered(dataDir: string): Promise<void> {
  const before = readInstanceFile(dataDir);
  const socket = before && (await connectTo(before.control));
  if (socket === undefined) return;
  socket.destroy();
  throw inUse(dataDir);
}

function inUse(dataDir: string): AppError {
  const holder = readInstanceFile(dataDir);
  const who = holder === undefined ? 'another Foredeck' : holderText(holder);
  return new AppError('BAD_INPUT', `${dataDir} is in use by ${who}; stop it, or use another folder with --data-dir`);
}
