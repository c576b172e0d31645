// When it is, in UTC, at the close of the newest candle.
import { DAY_MS } from '../../../../shared/time.ts';
import type { Feature } from '../feature.ts';
import type { History } from '../history.ts';

const WEEK_MS = 7 * DAY_MS;
/** 1970-01-01 was a Thursday; weeks begin on Mondays. */
const MONDAY_MS = 3 * DAY_MS;

const angle = (h: History, cycleMs: number): number => {
  const at = h.openTime + h.lengthMs + MONDAY_MS;
  return (2 * Math.PI * (at % cycleMs)) / cycleMs;
};

const wave = (name: string, what: string, cycleMs: number): readonly Feature[] => [
  { name: `${name}_sin`, definition: `sine of the ${what}`, unit: '-1..1', value: (h) => Math.sin(angle(h, cycleMs)) },
  {
    name: `${name}_cos`,
    definition: `cosine of the ${what}`,
    unit: '-1..1',
    value: (h) => Math.cos(angle(h, cycleMs)),
  },
];

export const TIME: readonly Feature[] = [
  ...wave('hour', 'time of day', DAY_MS),
  ...wave('half_day', 'time of half a day', DAY_MS / 2),
  ...wave('weekday', 'time of week from Monday', WEEK_MS),
];
