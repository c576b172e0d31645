// What the window remembers between two starts: one small JSON file, written as a whole. Nothing in it decides anything.
import { oneByOne } from '../../../shared/oneByOne.ts';
import { z } from 'zod';
import { writeAtomically } from '../../config/atomicFile.ts';
import { readMemory } from '../../config/memoryFile.ts';
import { RequestError } from '../../ipc/requestError.ts';
import type { Logger } from '../../logging/logger.ts';

const fileSchema = z.record(z.string(), z.json());
export type PreferenceValues = z.output<typeof fileSchema>;

/** Characters of the whole file. */
const LARGEST = 512 * 1024;

export class Preferences {
  private readonly path: string;
  private current: PreferenceValues;
  private readonly inTurn = oneByOne();

  /** A file that cannot be read is put aside, said in the log, and begun anew. */
  constructor(path: string, log: Logger) {
    this.path = path;
    this.current = readMemory(path, { schema: fileSchema, empty: {}, log });
  }

  get values(): PreferenceValues {
    return this.current;
  }

  /** Null forgets the key. Rejects where the file cannot be written. */
  set(key: string, value: PreferenceValues[string]): Promise<void> {
    const { [key]: _, ...others } = this.current;
    const next = value === null ? others : { ...others, [key]: value };
    const text = `${JSON.stringify(next, null, 2)}\n`;
    if (text.length > LARGEST)
      throw new RequestError('TOO_LARGE', 'the window cannot remember more; forget something first');
    this.current = next;
    // One after the other: the last one written is the last one set.
    return this.inTurn(() => writeAtomically(this.path, [text]));
  }
}
