// Daily figures and performance, of a store filled by hand so that every number can be checked by eye.
import { describe, expect, it, onTestFinished } from 'vitest';
import { analyticsHandlers } from '../../src/main/app/window/handlers/analyticsHandlers.ts';
import type { WindowContext } from '../../src/main/app/window/windowContext.ts';
import type { EngineEvent } from '../../src/main/engine/kernel/events.ts';
import { openForedeckStore } from '../../src/main/store/foredeckStore.ts';
import { REQUESTS } from '../../src/shared/contract/requests.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';
import { HOUR_MS } from '../../src/shared/time.ts';
import { anEngineConfig, sha256 } from '../builders/engineRun.ts';
import { CONNECTION } from '../builders/journalSteps.ts';
import { aRiskConfig, dec } from '../builders/risk.ts';
import { aTrade, NEW_YEAR } from '../builders/tradingRecords.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

const at = (hours: number) => toEpochMs(NEW_YEAR + hours * HOUR_MS);
const sampled = (hours: number, equity: number): EngineEvent => ({
  kind: 'equitySampled',
  at: at(hours),
  equity: dec(equity),
});
const closed = (number: number, hours: number, pnl: number): EngineEvent => ({
  kind: 'tradeClosed',
  trade: aTrade(number, {
    exitAt: at(hours),
    entryAt: at(hours - 2),
    pnl: dec(pnl),
    fees: dec('0.5'),
    initialRisk: dec(50),
  }),
});

/** The store of one account that does not run, asked as the window asks. */
function asked(events: readonly EngineEvent[], dayZone = 'UTC') {
  const store = openForedeckStore(tempFolder(), { clock: { now: () => at(0) } });
  onTestFinished(() => store.close());
  const step = { seq: 1, at: at(0), input: '{"at":1,"kind":"timer"}', events: '[]', effects: '[]', hash: sha256('1') };
  store.journal.commit({
    connection: CONNECTION,
    steps: [step],
    happened: [{ seq: 1, at: at(0), events }],
    isDurable: false,
  });
  const config = anEngineConfig({ risk: aRiskConfig({ dayZone }) });
  const views = [{ id: CONNECTION, isSimulated: true, config, host: undefined }];
  const handlers = analyticsHandlers({ store, manager: { views } } as unknown as WindowContext);
  return {
    daily: async () =>
      REQUESTS['analytics.daily'].result.parse(await handlers['analytics.daily']({ days: 30 })).items[0]!,
    performance: async (part: object = {}) =>
      REQUESTS['analytics.performance'].result.parse(
        await handlers['analytics.performance']({ connection: CONNECTION, ...part }),
      ),
  };
}

const EVENTS = [
  sampled(6, 1000),
  sampled(20, 1010),
  closed(1, 22, 15),
  closed(2, 23, -5),
  sampled(23.9, 1010),
  sampled(30, 990),
  closed(3, 40, 30),
  sampled(47, 1020),
  sampled(50, 1071),
];

describe('daily figures', () => {
  it('are the change of equity from midnight to midnight, with the trades closed between', async () => {
    const { days, today, zone } = await asked(EVENTS).daily();
    const rows = days.map(({ day, pnl, returnPct, trades, wins, losses, realised }) => [
      ...[day, pnl, Math.round(returnPct * 100) / 100, trades, wins, losses, realised],
    ]);
    expect(rows).toEqual([
      ['2026-01-03', '51', 5, 0, 0, 0, '0'],
      ['2026-01-02', '10', 0.99, 1, 1, 0, '30'],
      ['2026-01-01', '10', 1, 2, 1, 1, '10'],
    ]);
    expect([today?.day, zone]).toEqual(['2026-01-03', 'UTC']);
  });

  it('go by the midnight of the risk day', async () => {
    const { days } = await asked(EVENTS, 'Asia/Tokyo').daily();
    expect(days.map(({ day, trades, pnl }) => `${day} ${String(trades)} ${pnl}`)).toEqual([
      '2026-01-03 1 81',
      '2026-01-02 2 -10',
      '2026-01-01 0 0',
    ]);
  });

  it('of an account without a sample are none', async () => {
    const { days, today } = await asked([]).daily();
    expect([days, today]).toEqual([[], undefined]);
  });
});

describe('performance', () => {
  const value = (metrics: readonly { id: string; value: number | null }[], id: string) =>
    metrics.find((metric) => metric.id === id)?.value;

  it('is of the account as a whole', async () => {
    const { metrics, drawdown, calendar, breakdown, distribution } = await asked(EVENTS).performance();
    expect(value(metrics, 'returnPct')).toBeCloseTo(7.1, 6);
    expect(value(metrics, 'trades')).toBe(3);
    expect(value(metrics, 'profitFactor')).toBe(9);
    expect(value(metrics, 'fees')).toBe(1.5);
    expect(drawdown?.amount).toBe(20);
    expect(calendar.map(({ day }) => day)).toEqual(['2026-01-03', '2026-01-02', '2026-01-01']);
    expect(breakdown.hour.map(({ key, trades }) => `${key} ${String(trades)}`)).toEqual(['14 1', '20 1', '21 1']);
    expect(distribution.bins.reduce((sum, { trades }) => sum + trades, 0)).toBe(3);
  });

  it('of one strategy has no equity of its own', async () => {
    const { metrics, drawdown, calendar } = await asked(EVENTS).performance({ strategy: 'sma-cross' });
    expect([value(metrics, 'trades'), value(metrics, 'returnPct'), drawdown, calendar]).toEqual([
      3,
      undefined,
      undefined,
      [],
    ]);
  });

  it('of nothing says why there is no figure', async () => {
    const { metrics } = await asked([]).performance();
    const none = metrics.find(({ id }) => id === 'winRate');
    expect([none?.value, none?.reason]).toEqual([null, 'no closed trades']);
  });
});
