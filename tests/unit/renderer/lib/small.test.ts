import { describe, expect, it } from 'vitest';
import { DAYS } from '../../../fakes/window/fakeAccount.ts';
import type { WireError } from '../../../../src/shared/contract/result.ts';
import { isOfSameAccount, keep } from '../../../../src/renderer/lib/bridge.ts';
import { calendarMonths, dayStrength } from '../../../../src/renderer/lib/calendar.ts';
import { onGrid } from '../../../../src/renderer/lib/grid.ts';
import { defaultSpec, lineLabel } from '../../../../src/renderer/lib/indicatorSpec.ts';
import { limitText, toneOfUse } from '../../../../src/renderer/lib/limitText.ts';
import { metricText } from '../../../../src/renderer/lib/metricText.ts';
import { matchRank, searchCommands } from '../../../../src/renderer/lib/paletteSearch.ts';
import { parseRoute, routeHref } from '../../../../src/renderer/lib/route.ts';
import { isGuarded, readSetting, settingGroups, settingText } from '../../../../src/renderer/lib/settingText.ts';
import { kindMeaning, kindWords, venueKind } from '../../../../src/renderer/lib/venueKind.ts';

const FAILURE: WireError = { code: 'UNAVAILABLE', message: 'No engine runs.', correlationId: 'c1' };

describe('an answer', () => {
  it('keeps the data that a later failure could not renew', () => {
    const first = keep<number>(undefined, 'k', { ok: true, value: 1 });
    const second = keep(first, 'k', { ok: false, error: FAILURE });
    expect([second.data, second.failure, second.receivedAt]).toEqual([1, FAILURE, first.receivedAt]);
    expect(keep(second, 'k', { ok: true, value: 2 }).failure).toBeUndefined();
  });

  it('keeps nothing of other parameters', () => {
    const first = keep<number>(undefined, 'k', { ok: true, value: 1 });
    expect(keep(first, 'other', { ok: false, error: FAILURE }).data).toBeUndefined();
  });
});

describe('parameters of a request', () => {
  const key = (params: object): string => JSON.stringify(params);

  it('are of the same account where they name the same connection, or none', () => {
    expect(isOfSameAccount(key({ connection: 'a', limit: 1 }), key({ connection: 'a', limit: 2 }))).toBe(true);
    expect(isOfSameAccount(key({ limit: 1 }), key({ limit: 2 }))).toBe(true);
    expect(isOfSameAccount(key({ connection: 'a' }), key({ connection: 'b' }))).toBe(false);
    expect(isOfSameAccount(key({ connection: 'a' }), key({}))).toBe(false);
  });
});

describe('the address', () => {
  it('names a view and its parameters, both ways', () => {
    const href = routeHref('chart', { symbol: 'BTC/USDT:USDT', timeframe: '4h' });
    expect(parseRoute(href)).toEqual({ view: 'chart', params: { symbol: 'BTC/USDT:USDT', timeframe: '4h' } });
    expect(routeHref('risk')).toBe('#/risk');
  });

  it('is the dashboard where it means nothing', () => {
    for (const hash of ['', '#', '#/nowhere', '#/../x'])
      expect(parseRoute(hash)).toEqual({ view: 'dashboard', params: {} });
  });
});

describe('whose money it is', () => {
  it('is live only in live mode, and simulated wherever the market is made up', () => {
    expect(venueKind({ isSimulated: true, mode: 'paper' })).toBe('sim');
    expect(venueKind({ isSimulated: true, mode: 'replay' })).toBe('sim');
    expect(venueKind({ isSimulated: false, mode: 'replay' })).toBe('paper');
    expect(venueKind({ isSimulated: false, mode: 'live' })).toBe('live');
    expect(venueKind(undefined)).toBe('none');
  });

  it('is both where live trading is rehearsed, and never real money', () => {
    const rehearsal = { isSimulated: true, mode: 'live', isLive: true } as const;
    expect(venueKind(rehearsal)).toBe('rehearsal');
    expect(kindWords(rehearsal)).toMatch(/LIVE.*SIMULATED$/);
    expect(kindMeaning(rehearsal)).not.toContain('Real money');
    expect(kindMeaning({ ...rehearsal, isSimulated: false })).toBe('Real money: orders reach the exchange.');
  });

  it('says of a live connection that is not switched on that it sends nothing', () => {
    const off = { isSimulated: false, mode: 'live', isLive: false } as const;
    expect(kindWords(off)).toBe('LIVE · OFF');
    expect(kindMeaning(off)).toMatch(/not switched on: orders are refused/);
    expect(kindWords({ ...off, mode: 'paper' })).toBe('PAPER');
  });
});

describe('the palette', () => {
  it('ranks beginnings over words over insides over letters', () => {
    expect(['ETH/USDT', 'New eth', 'Method', 'Reset the …', 'Chart'].map((name) => matchRank(name, 'eth'))).toEqual([
      4, 3, 2, 1, 0,
    ]);
  });

  it('puts the group of the best first and drops what does not fit', () => {
    const groups = [
      { group: 'Go to', commands: [{ name: 'Health' }, { name: 'Chart' }] },
      { group: 'Symbols', commands: [{ name: 'ETH/USDT' }] },
      { group: 'Trading', commands: [{ name: 'New order', keywords: ['buy'] }] },
    ];
    expect(searchCommands(groups, 'eth').map(({ group }) => group)).toEqual(['Symbols', 'Go to']);
    expect(searchCommands(groups, 'buy')).toEqual([groups[2]]);
    expect(searchCommands(groups, ' ')).toBe(groups);
  });
});

describe('the calendar', () => {
  it('has whole weeks from Monday and every day of each month', () => {
    const [newest] = calendarMonths(DAYS);
    expect(newest?.month).toBe('2026-03');
    expect(newest?.weeks.every((week) => week.length === 7)).toBe(true);
    // 1 March 2026 is a Sunday.
    expect(newest?.weeks[0]?.map((cell) => cell?.day)).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
      '2026-03-01',
    ]);
    expect(newest?.weeks.flat().filter((cell) => cell !== undefined)).toHaveLength(31);
  });

  it('shades a day by its share of the largest', () => {
    const strengths = DAYS.map((day) => dayStrength(day, DAYS));
    expect(Math.max(...strengths)).toBe(1);
    expect(Math.min(...strengths)).toBeGreaterThanOrEqual(0);
  });
});

describe('settings', () => {
  it('are read back as what they are', () => {
    expect(readSetting('5', { type: 'number', isNullable: false })).toEqual({ ok: true, value: 5 });
    expect(readSetting('', { type: 'number', isNullable: true })).toEqual({ ok: true, value: null });
    expect(readSetting('a, b', { type: 'list', isNullable: false })).toEqual({ ok: true, value: ['a', 'b'] });
    expect(readSetting('2.5', { type: 'integer', isNullable: false }).ok).toBe(false);
    expect(readSetting('', { type: 'number', isNullable: false }).ok).toBe(false);
    expect([settingText(null), settingText([1, 'x']), settingText(true)]).toEqual(['', '1, x', 'true']);
  });

  it('are grouped and found by path and description; limits are guarded', () => {
    const row = (path: string, description: string) =>
      ({
        path,
        description,
        type: 'number',
        isNullable: false,
        value: 1,
        default: 1,
        origin: 'default',
        isEditable: true,
        note: '',
      }) as const;
    const rows = [row('risk.maxLeverage', 'Total notional'), row('costs.takerBps', 'A fee')];
    expect(settingGroups(rows, '').map(([group]) => group)).toEqual(['risk', 'costs']);
    expect(settingGroups(rows, 'FEE').map(([group]) => group)).toEqual(['costs']);
    expect([isGuarded('risk.maxLeverage'), isGuarded('costs.takerBps')]).toEqual([true, false]);
  });
});

describe('figures with a unit', () => {
  it('of limits', () => {
    expect(limitText(5, { unit: 'percent' }, 'USDT')).toBe('5.00 %');
    expect(limitText(null, { unit: 'percent' }, 'USDT')).toBe('off');
    expect(limitText(1000, { unit: 'quote' }, 'USDT')).toBe('1,000.00 USDT');
    expect(toneOfUse({ usedPct: 80, isReached: false })).toBe('warn');
    expect(toneOfUse({ usedPct: 10, isReached: true })).toBe('bad');
    expect(toneOfUse({ usedPct: null, isReached: false })).toBe('accent');
  });

  it('of performance; undefined is a dash, never zero', () => {
    expect(metricText({ value: 0.472, unit: 'share' }, 'USDT')).toBe('47.2 %');
    expect(metricText({ value: 17_400_000, unit: 'duration' }, 'USDT')).toBe('4 h 50 min');
    expect(metricText({ value: null, unit: 'ratio' }, 'USDT')).toBe('–');
  });

  it('of indicators', () => {
    expect(defaultSpec({ name: 'macd', params: [{ default: 12 }, { default: 26 }, { default: 9 }] })).toBe(
      'macd:12:26:9',
    );
    expect(lineLabel('macd:12:26:9', 'signal')).toBe('MACD(12, 26, 9) signal');
    expect(lineLabel('sma:20', 'value')).toBe('SMA(20)');
  });

  it('on the grid of an instrument', () => {
    expect([onGrid(100.26, '0.5'), onGrid(100.234, '0.01'), onGrid(7, undefined)]).toEqual(['100.5', '100.23', '7']);
  });
});
