import { describe, expect, it } from 'vitest';
import type { Bar } from '../../../../src/main/engine/indications/indicator.ts';
import type { ConsensusView } from '../../../../src/shared/domain/prediction.ts';
import type { Condition, StrategyDefinition } from '../../../../src/shared/domain/strategy.ts';
import { Decimal } from '../../../../src/shared/money.ts';
import { timeframeMs } from '../../../../src/shared/time.ts';
import { ALWAYS, aNumber, anSma, aStrategy, theClose } from '../../../builders/aStrategy.ts';
import { barWalk, flatBars } from '../../../builders/barWalk.ts';
import { aStrategyRun, type StrategyRun } from '../../../builders/strategyRun.ts';

/** Bars of these closes. */
const closes = (...values: readonly number[]): readonly Bar[] =>
  values.map((close, i) => ({
    openTime: i * timeframeMs('15m'),
    open: close,
    high: close,
    low: close,
    close,
    volume: 1,
  }));

const never: Condition = { kind: 'not', of: ALWAYS };
const above10: Condition = { kind: 'above', left: theClose(), right: aNumber(10) };

function after(definition: Partial<StrategyDefinition>, bars: readonly Bar[]): StrategyRun['instance'] {
  const strategy = aStrategyRun(aStrategy(definition), bars);
  strategy.run(0, bars.length, () => undefined);
  return strategy.instance;
}

/** What the strategy enters at each candle. */
function entries(long: Condition, bars: readonly Bar[]): readonly (string | undefined)[] {
  const sides: (string | undefined)[] = [];
  aStrategyRun(aStrategy({ entry: { long } }), bars).run(0, bars.length, (it) => sides.push(it.entry()));
  return sides;
}

describe('entries and exits', () => {
  it('takes long before short where both hold', () => {
    const entry = { long: ALWAYS, short: ALWAYS };
    expect(after({ sides: ['long', 'short'], entry }, closes(1)).entry()).toBe('long');
    expect(after({ sides: ['long', 'short'], entry: { long: never, short: ALWAYS } }, closes(1)).entry()).toBe('short');
  });

  it('leaves out sides that it does not trade', () => {
    expect(after({ entry: { long: never, short: ALWAYS } }, closes(1)).entry()).toBeUndefined();
  });

  it('exits by the condition of the side, never without one', () => {
    const instance = after({ sides: ['long', 'short'], exit: { long: above10 } }, closes(11));
    expect([instance.exit('long'), instance.exit('short')]).toEqual([true, false]);
  });

  it('crosses upwards from equal, not onto equal', () => {
    const crossing: Condition = { kind: 'crossesAbove', left: theClose(), right: aNumber(10) };
    expect(entries(crossing, closes(9, 10, 11, 12, 9, 11))).toEqual([
      ...[undefined, undefined, 'long', undefined, undefined, 'long'],
    ]);
  });

  it('does not take an unknown value for no', () => {
    const notAboveSma: Condition = { kind: 'not', of: { kind: 'above', left: theClose(), right: anSma(3) } };
    expect(entries(notAboveSma, closes(9, 8, 7))).toEqual([undefined, undefined, 'long']);
  });

  it('sees a higher timeframe only when its candle has closed', () => {
    const hourly: Condition = {
      ...{ kind: 'crossesAbove', right: aNumber(10) },
      left: { kind: 'price', field: 'close', offset: 0, timeframe: '30m' },
    };
    expect(entries(hourly, closes(9, 9, 11, 11, 12, 12))).toEqual([
      ...[undefined, undefined, undefined, 'long', undefined, undefined],
    ]);
  });
});

describe('evidence', () => {
  it('holds every leaf with its values, also those that did not decide', () => {
    const condition: Condition = {
      kind: 'any',
      of: [
        { kind: 'crossesBelow', left: anSma(2), right: theClose(1) },
        { kind: 'not', of: { kind: 'between', value: theClose(), low: aNumber(1), high: aNumber(2) } },
        { kind: 'rising', value: anSma(50), candles: 2 },
      ],
    };
    expect(after({ entry: { long: condition } }, closes(4, 6, 5)).evidence('entry', 'long')).toEqual({
      label: 'any',
      result: true,
      children: [
        {
          label: 'sma_2 crosses below close, 1 back',
          result: true,
          values: [
            { name: 'sma_2', now: 5.5, before: 5 },
            { name: 'close, 1 back', now: 6, before: 4 },
          ],
        },
        {
          label: 'not',
          result: true,
          children: [
            {
              label: 'close is between 1 and 2',
              result: false,
              values: [
                { name: 'close', now: 5 },
                { name: '1', now: 1 },
                { name: '2', now: 2 },
              ],
            },
          ],
        },
        {
          label: 'sma_50 is rising over 2 candles',
          result: null,
          values: [{ name: 'sma_50', now: null, before: null }],
        },
      ],
    });
  });

  it('says so where there is no condition', () => {
    const none = { label: 'no exit condition for short', result: false };
    expect(after({}, closes(1)).evidence('exit', 'short')).toEqual(none);
  });

  it('names directions', () => {
    const view: ConsensusView = {
      ...{ direction: 'BUY', confidence: 0.7, score: 0.5, agreement: 1, quorum: 1, isActionable: true },
    };
    const isBuy: Condition = {
      kind: 'equals',
      left: { kind: 'consensus', field: 'direction', offset: 0, timeframe: '4h' },
      right: { kind: 'constant', value: 'BUY' },
    };
    const bars = closes(1);
    const { instance, run } = aStrategyRun(aStrategy({ entry: { long: isBuy } }), bars, (timeframe) =>
      timeframe === '4h' ? view : undefined,
    );
    run(0, 1, () => undefined);
    expect(instance.readsConsensus).toBe(true);
    expect(instance.entry()).toBe('long');
    expect(instance.evidence('entry', 'long').values).toEqual([
      { name: 'consensus.direction at 4h', now: 'BUY' },
      { name: 'BUY', now: 'BUY' },
    ]);
  });
});

describe('strength', () => {
  it('is the share of comparisons that speak for the condition', () => {
    const condition: Condition = { kind: 'any', of: [above10, { kind: 'not', of: above10 }, never, ALWAYS] };
    expect(after({ entry: { long: condition } }, closes(11)).strength('entry', 'long')).toBe(0.5);
    expect(after({ entry: { long: ALWAYS } }, closes(11)).strength('entry', 'long')).toBe(1);
    expect(after({}, closes(11)).strength('exit', 'long')).toBe(0);
  });
});

describe('the exit plan', () => {
  const risk = {
    stopLoss: { kind: 'atr', period: 3, multiple: 2 },
    takeProfit: { kind: 'percent', pct: Decimal.of(3) },
    trailing: { activationPct: Decimal.of(2), distancePct: Decimal.of(1) },
    breakEven: { activationPct: Decimal.of(1), offsetPct: Decimal.of('0.1') },
    maxHoldHours: 1.5,
  } as const;
  const swing: readonly Bar[] = flatBars(6, 100).map((bar) => ({ ...bar, high: 101, low: 99 }));

  it('turns true ranges into a distance and takes the rest as it is', () => {
    const plan = after({ risk }, swing).exitPlan();
    expect(JSON.parse(JSON.stringify(plan))).toEqual({
      ok: true,
      value: {
        stopLoss: { distance: '4' },
        takeProfit: { pct: '3' },
        trailing: { activationPct: '2', distancePct: '1' },
        breakEven: { activationPct: '1', offsetPct: '0.1' },
        maxHoldMs: 5_400_000,
      },
    });
  });

  it('is empty when everything is off', () => {
    expect(after({}, swing).exitPlan()).toEqual({ ok: true, value: {} });
  });

  it('is a problem while there is no distance', () => {
    const problemOf = (bars: readonly Bar[]): unknown => after({ risk }, bars).exitPlan();
    expect(problemOf(swing.slice(0, 3))).toMatchObject({
      error: { message: 'the ATR of 3 candles is still warming up' },
    });
    expect(problemOf(flatBars(9, 100))).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('is 0') as string },
    });
  });
});

describe('annual volatility', () => {
  const sizing = { kind: 'volatilityTarget', annualPct: 20, lookback: 30, maxPct: 100 } as const;

  it('is the sample deviation of log returns, annualised', () => {
    const bars = barWalk(100);
    const logs = bars
      .slice(1)
      .map(({ close }, i) => Math.log(close / bars[i]!.close))
      .slice(-30);
    const mean = logs.reduce((sum, x) => sum + x) / 30;
    const variance = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 29;
    expect(after({ sizing }, bars).annualVolatility()).toBeCloseTo(Math.sqrt(variance * 4 * 24 * 365), 10);
  });

  it('is undefined before there are enough closes and for other sizings', () => {
    expect(after({ sizing }, barWalk(30)).annualVolatility()).toBeUndefined();
    expect(after({ sizing }, barWalk(31)).annualVolatility()).toBeDefined();
    expect(after({}, barWalk(100)).annualVolatility()).toBeUndefined();
  });
});
