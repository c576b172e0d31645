// Midnights of a time zone. The one place of the engine that knows zones: it asks the zone table for an explicit zone and
// an explicit time, never for the machine's own.
import { need } from '../../../shared/assert.ts';
import { toEpochMs, type EpochMs } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';

export interface DayZone {
  /** The first moment after `at` that belongs to a later day of the zone. */
  nextMidnight(at: EpochMs): EpochMs;
}

/** An IANA zone such as `UTC` or `Europe/Berlin`. */
export function parseDayZone(name: string): Result<DayZone> {
  if (name === 'UTC') return ok({ nextMidnight: (at) => toEpochMs((Math.floor(at / DAY_MS) + 1) * DAY_MS) });
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    return ok({ nextMidnight: (at) => nextMidnight(at, (time) => offsetMs(format.format(time))) });
  } catch {
    return fail({ message: `expected an IANA time zone such as UTC or Europe/Berlin, found ${JSON.stringify(name)}` });
  }
}

function nextMidnight(at: EpochMs, offsetAt: (time: number) => number): EpochMs {
  const offset = offsetAt(at);
  const nextDay = Math.floor((at + offset) / DAY_MS) + 1;
  const first = nextDay * DAY_MS - offset;
  // The clock may be changed between now and then: use the offset that holds at midnight. Where the change skips midnight
  // itself, the day begins with the change, which is `first`.
  const second = nextDay * DAY_MS - offsetAt(first);
  return toEpochMs(Math.floor((second + offsetAt(second)) / DAY_MS) >= nextDay ? second : first);
}

/** From `3/30/2025, GMT+01:00`; plain `GMT` is zero. */
function offsetMs(text: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = need(
    /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text),
    `an offset in "${text}"`,
  );
  const size = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
  return sign === '-' ? -size : size;
}
