import { describe, expect, it } from 'vitest';
import {
  newerPreferences,
  readPreferences,
  type TextStorage,
  writePreferences,
} from '../../../../src/renderer/lib/preferences.ts';

function aStorage(text?: string): TextStorage {
  const kept = new Map<string, string>();
  return {
    getItem: () => text ?? kept.get('all') ?? null,
    setItem: (_key, value) => void kept.set('all', value),
  };
}

const DEFAULTS = { theme: 'dark', palette: 'standard', hasSeenFirstRun: false, chart: {} };

describe('preferences', () => {
  it('come back as they were kept', () => {
    const storage = aStorage();
    const liked = {
      ...readPreferences(storage),
      theme: 'light' as const,
      dashboardLayout: { grid: { a: [1] }, panels: {} },
    };
    expect(writePreferences(storage, liked)).toBe(true);
    expect(readPreferences(storage)).toEqual(liked);
  });

  it('are the defaults where nothing or nonsense is kept', () => {
    for (const text of [undefined, '', 'no json', '[]', 'null'])
      expect(readPreferences(aStorage(text))).toMatchObject(DEFAULTS);
  });

  it("are the newer ones of two copies, main's where both are as old", () => {
    const here = { ...readPreferences(aStorage()), theme: 'light' as const, savedAt: 1000 };
    expect(newerPreferences(here, { theme: 'dark', savedAt: 999 })).toBe(here);
    expect(newerPreferences(here, { theme: 'dark' })).toBe(here);
    for (const savedAt of [1000, 1001])
      expect(newerPreferences(here, { theme: 'dark', savedAt })).toMatchObject({ theme: 'dark', savedAt });
    for (const nonsense of [undefined, null, 7, 'dark', []]) expect(newerPreferences(here, nonsense)).toBe(here);
    const never = readPreferences(aStorage());
    expect(newerPreferences(never, { theme: 'light' })).toMatchObject({ theme: 'light' });
  });

  it('lose only the part that does not fit', () => {
    const read = readPreferences(
      aStorage('{"theme":"light","palette":"rainbow","chart":{"symbol":7,"specs":["sma:20"]}}'),
    );
    expect(read).toMatchObject({ theme: 'light', palette: 'standard', chart: { specs: ['sma:20'] } });
    expect(read.chart.symbol).toBeUndefined();
  });

  it('are the defaults where the storage is blocked, and say that nothing was kept', () => {
    const blocked: TextStorage = {
      getItem: () => {
        throw new Error('blocked');
      },
      setItem: () => {
        throw new Error('blocked');
      },
    };
    const read = readPreferences(blocked);
    expect(read).toMatchObject(DEFAULTS);
    expect(writePreferences(blocked, read)).toBe(false);
  });
});
