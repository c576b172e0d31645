import { describe, expect, it } from 'vitest';
import { checkGates, closedTradesNeeded, type GateView } from '../../../../src/main/engine/strategies/gates.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import type { StrategyGates } from '../../../../src/shared/domain/strategy.ts';
import { Decimal } from '../../../../src/shared/money.ts';
import { aStrategy } from '../../../builders/aStrategy.ts';

/** A Wednesday. */
const NOON = toEpochMs(Date.UTC(2024, 0, 3, 12));
const minutes = (count: number): number => count * 60_000;
const view: GateView = { closedPnls: [], lastExitAt: undefined, dataQuality: 1, quorum: undefined, lock: undefined };

function verdicts(
  gates: Partial<StrategyGates>,
  part: Partial<GateView> = {},
  now = NOON,
): readonly (string | boolean)[] {
  return checkGates({ ...aStrategy().gates, ...gates }, { ...view, ...part }, now).flatMap((verdict) => {
    expect(verdict.detail).not.toBe('');
    return [verdict.gate, verdict.allow];
  });
}
const pnls = (...amounts: readonly number[]): readonly Decimal[] => amounts.map((amount) => Decimal.of(amount));

describe('gates', () => {
  it('say nothing while all are off', () => {
    expect(verdicts({})).toEqual([]);
  });

  it('hold back while a lock lasts', () => {
    const lock = { id: 1, code: 'LOCK_MANUAL', from: NOON, until: toEpochMs(NOON + 1), reason: 'news' } as const;
    expect(verdicts({}, { lock })).toEqual(['lock', false]);
  });

  it('judge the profit factor once there are enough trades', () => {
    const gates = { minProfitFactor: 1.5, profitFactorTrades: 4, profitFactorMinTrades: 3 };
    const check = (...amounts: readonly number[]): unknown => verdicts(gates, { closedPnls: pnls(...amounts) })[1];
    expect(check(-10, -10)).toBe(true);
    expect(check(-10, -10, 20)).toBe(false);
    expect(check(-10, -10, 30)).toBe(true);
    expect(check(-10, -10, 29.99)).toBe(false);
    expect(check(0, 0, 0)).toBe(true);
    expect(check(1000, 0, -10, -10, 20)).toBe(false);
  });

  it('rest after an exit', () => {
    const gates = { coolDownMinutes: 30 };
    expect(verdicts(gates)).toEqual(['coolDown', true]);
    expect(verdicts(gates, { lastExitAt: toEpochMs(NOON - minutes(29)) })).toEqual(['coolDown', false]);
    expect(verdicts(gates, { lastExitAt: toEpochMs(NOON - minutes(30)) })).toEqual(['coolDown', true]);
  });

  it('ask for data and models', () => {
    const gates = { minDataQuality: 0.95, minModelQuorum: 0.5 };
    expect(verdicts(gates, { dataQuality: 0.9, quorum: 0.5 })).toEqual(['dataQuality', false, 'modelQuorum', true]);
    expect(verdicts(gates, { dataQuality: 0.95, quorum: 0.4 })).toEqual(['dataQuality', true, 'modelQuorum', false]);
    expect(verdicts(gates)).toEqual(['dataQuality', true, 'modelQuorum', false]);
  });

  it('keep to the session, also over midnight and by weekday', () => {
    const at = (hour: number, session: StrategyGates['sessionHours']): unknown =>
      verdicts({ sessionHours: session }, {}, toEpochMs(NOON + minutes(60 * (hour - 12))))[1];
    expect([7.99, 8, 19.99, 20].map((hour) => at(hour, { from: 8, to: 20 }))).toEqual([false, true, true, false]);
    expect([1.99, 2, 21.99, 22].map((hour) => at(hour, { from: 22, to: 2 }))).toEqual([true, false, false, true]);
    expect([3, 27, 51].map((hour) => at(hour, { from: 0, to: 24, weekdays: [3, 5] }))).toEqual([true, false, true]);
  });

  it('keep one order and every verdict', () => {
    const gates: Partial<StrategyGates> = {
      ...{ minProfitFactor: 1, coolDownMinutes: 1, minDataQuality: 1, minModelQuorum: 1 },
      sessionHours: { from: 0, to: 1 },
    };
    const held = { closedPnls: pnls(...Array<number>(10).fill(-1)), lastExitAt: NOON, dataQuality: 0 };
    const names = ['profitFactor', 'coolDown', 'dataQuality', 'sessionHours', 'modelQuorum'];
    expect(verdicts(gates, held)).toEqual(names.flatMap((name) => [name, false]));
  });
});

describe('how far back closed trades matter', () => {
  it('is the most that a gate or the sizing looks at', () => {
    const kelly = { kind: 'kelly', fraction: 0.5, maxPct: 10, minTrades: 10, lookback: 50, startPct: 1 } as const;
    const gates = { ...aStrategy().gates, minProfitFactor: 1 };
    expect([{}, { gates }, { gates, sizing: kelly }].map((part) => closedTradesNeeded(aStrategy(part)))).toEqual([
      0, 20, 50,
    ]);
  });
});
