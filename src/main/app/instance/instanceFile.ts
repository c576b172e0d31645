// instance.json in the data folder: who holds it, and where that instance listens. It tells; the lock decides.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { toConnectionId, toEpochMs } from '../../../shared/domain/ids.ts';
import { isoUtc } from '../../../shared/time.ts';
import { writeAtomically } from '../../config/atomicFile.ts';
import type { InstanceInfo } from '../control.ts';

export const instanceInfoSchema = z.object({
  pid: z.int(),
  startedAt: z.int().transform(toEpochMs),
  version: z.string(),
  shell: z.string(),
  connections: z.array(z.string().transform(toConnectionId)),
}) satisfies z.ZodType<InstanceInfo>;

const recordSchema = instanceInfoSchema.extend({ control: z.string().min(1) });

export interface InstanceRecord extends InstanceInfo {
  /** Socket or pipe that the instance listens at. */
  readonly control: string;
}

export const instanceFile = (dataDir: string): string => join(dataDir, 'instance.json');

export const writeInstanceFile = (dataDir: string, record: InstanceRecord): Promise<void> =>
  writeAtomically(instanceFile(dataDir), [`${JSON.stringify(record, null, 2)}\n`], 0o600);

/** What the newest instance wrote, whether it still runs or not; undefined: nothing readable. Throws the system's error. */
export function readInstanceFile(dataDir: string): InstanceRecord | undefined {
  let text: string;
  try {
    text = readFileSync(instanceFile(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return recordSchema.safeParse(parseJson(text)).data;
}

/** Undefined: no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `Foredeck 0.1.0 (process 123, headless, started 2026-01-01T00:00:00Z)`. */
export const holderText = ({ version, pid, shell, startedAt }: InstanceInfo): string =>
  `Foredeck ${version} (process ${pid}, ${shell}, started ${isoUtc(startedAt)})`;
