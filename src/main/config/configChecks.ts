// Rules of the configuration that the schema cannot know.
import type { Config } from '../../shared/config/schema.ts';
import type { KeyProblem } from './schemaProblems.ts';

/** The time zone must be one this machine knows. */
export function checkDayZone({ risk: { dayZone } }: Config): readonly KeyProblem[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: dayZone });
    return [];
  } catch {
    const message = `risk.dayZone: expected an IANA time zone such as UTC or Europe/Berlin, found "${dayZone}"`;
    return [{ path: ['risk', 'dayZone'], message }];
  }
}
