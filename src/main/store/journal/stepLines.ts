// How the steps of one block are written: a line each of hash, input, and, where there are any, events and effects, set apart by
// tabs. Canonical JSON holds neither tabs nor line breaks. The time of a step stands in its input.
import { toEpochMs } from '../../../shared/domain/ids.ts';
import type { JournalStep } from '../ports/journal.ts';

const NOTHING = '[]';
/** Hex or base64url. */
const HASH = /^(?:[0-9a-f]{64}|[\w-]{43})$/;
/** The first one is that of the input itself: keys are sorted, and only numbers come before it. */
const TIME = /"at":(\d+)/;

export const stepLines = (steps: readonly JournalStep[]): string =>
  steps
    .map(({ hash, input, events, effects }) =>
      events === NOTHING && effects === NOTHING ? `${hash}\t${input}` : `${hash}\t${input}\t${events}\t${effects}`,
    )
    .join('\n');

/** The step a line tells of; undefined when it is none. */
export function parseStepLine(line: string, seq: number): JournalStep | undefined {
  const parts = line.split('\t');
  const [hash = '', input = '', events = NOTHING, effects = NOTHING] = parts;
  const at = TIME.exec(input)?.[1];
  if ((parts.length !== 2 && parts.length !== 4) || at === undefined || !HASH.test(hash)) return undefined;
  return { seq, at: toEpochMs(Number(at)), input, events, effects, hash };
}
