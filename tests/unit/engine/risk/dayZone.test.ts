import { describe, expect, it } from 'vitest';
import { parseDayZone } from '../../../../src/main/engine/risk/dayZone.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { isoUtc } from '../../../../src/shared/time.ts';

const next = (zone: string, at: string): string => {
  const parsed = parseDayZone(zone);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return isoUtc(parsed.value.nextMidnight(toEpochMs(Date.parse(at))));
};

describe('nextMidnight', () => {
  it.each([
    ['UTC', '2025-01-01T00:00:00Z', '2025-01-02T00:00:00Z'],
    ['UTC', '2025-01-01T23:59:59.999Z', '2025-01-02T00:00:00Z'],
    ['Europe/Berlin', '2025-01-01T22:59:59.999Z', '2025-01-01T23:00:00Z'],
    ['Europe/Berlin', '2025-01-01T23:00:00Z', '2025-01-02T23:00:00Z'],
    // Spring: the day of the change has 23 hours, autumn: 25.
    ['Europe/Berlin', '2025-03-29T23:00:00Z', '2025-03-30T22:00:00Z'],
    ['Europe/Berlin', '2025-03-30T12:00:00Z', '2025-03-30T22:00:00Z'],
    ['Europe/Berlin', '2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z'],
    ['Europe/Berlin', '2025-10-26T12:00:00Z', '2025-10-26T23:00:00Z'],
    ['Asia/Kolkata', '2025-01-01T18:29:59Z', '2025-01-01T18:30:00Z'],
    ['America/New_York', '2025-07-01T12:00:00Z', '2025-07-02T04:00:00Z'],
    // The change skips midnight: the day begins at 01:00 local.
    ['America/Sao_Paulo', '2018-11-03T12:00:00Z', '2018-11-04T03:00:00Z'],
    // The clock goes back at midnight: 23:00 comes twice.
    ['America/Sao_Paulo', '2018-02-17T12:00:00Z', '2018-02-18T03:00:00Z'],
    // Samoa left out a whole day.
    ['Pacific/Apia', '2011-12-29T12:00:00Z', '2011-12-30T10:00:00Z'],
  ])('%s after %s is %s', (zone, at, expected) => {
    expect(next(zone, at)).toBe(expected);
  });

  it('refuses what is no zone', () => {
    expect(parseDayZone('Mars/Olympus')).toMatchObject({
      ok: false,
      error: { message: 'expected an IANA time zone such as UTC or Europe/Berlin, found "Mars/Olympus"' },
    });
  });
});
