// Rules of the configuration that the schema cannot know.
import { parseIndicationSet } from '../engine/indications/indicationSet.ts';
import type { Config } from '../../shared/config/schema.ts';
import type { KeyProblem } from './schemaProblems.ts';

export const configProblems = (config: Config): readonly KeyProblem[] => [
  ...dayZoneProblems(config),
  ...indicationProblems(config),
];

/** The time zone must be one this machine knows. */
function dayZoneProblems({ risk: { dayZone } }: Config): readonly KeyProblem[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: dayZone });
    return [];
  } catch {
    const message = `risk.dayZone: expected an IANA time zone such as UTC or Europe/Berlin, found "${dayZone}"`;
    return [{ path: ['risk', 'dayZone'], message }];
  }
}

function indicationProblems({ indications: { set, byTimeframe } }: Config): readonly KeyProblem[] {
  const texts: readonly (readonly [path: readonly string[], text: string])[] = [
    [['indications', 'set'], set],
    ...Object.entries(byTimeframe).map(
      ([timeframe, text]) => [['indications', 'byTimeframe', timeframe], text] as const,
    ),
  ];
  return texts.flatMap(([path, text]) => {
    const parsed = parseIndicationSet(text);
    return parsed.ok ? [] : [{ path, message: `${path.join('.')}: ${parsed.error.message}` }];
  });
}
