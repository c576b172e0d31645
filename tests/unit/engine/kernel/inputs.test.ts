// What candles, feeds, models and timers tell the engine, and what it makes of it.
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../../src/shared/domain/candle.ts';
import { toEpochMs, toModelId, toStrategyId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import type { Prediction } from '../../../../src/shared/domain/prediction.ts';
import type { Operand } from '../../../../src/shared/domain/strategy.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/time.ts';
import { openTimeAt, START } from '../../../builders/aCandle.ts';
import { aNumber, aStrategy, theClose } from '../../../builders/aStrategy.ts';
import { aConsensusConfig, aModelSpec } from '../../../builders/models.ts';
import { EngineRun, SPOT } from '../../../builders/engineRun.ts';
import { aRiskConfig } from '../../../builders/risk.ts';

const flat = (price: number) => ({ open: price, high: price, low: price, close: price });
const range = (from: number, to: number) =>
  ({ symbol: SPOT.symbol, timeframe: '15m', from: openTimeAt(from), to: openTimeAt(to) }) as const;
const kinds = (events: readonly { kind: string }[]) => events.map(({ kind }) => kind);

describe('a candle', () => {
  it.each([
    ['of an unknown symbol', { symbol: toSymbolId('X/Y') }, 'no instrument of X/Y'],
    ['that is not closed yet', { openTime: openTimeAt(1) }, 'expected a closed candle'],
    ['with its low above its close', { low: 106 }, 'low'],
    ['of a timeframe nobody reads', { timeframe: '1h' }, 'expected 15m candles of BTC/USDT'],
    ['off the grid', { openTime: toEpochMs(START + 1) }, 'multiple'],
  ] as const)('%s is rejected with its reason, and moves nothing', (_what, part: Partial<Candle>, reason) => {
    const run = new EngineRun();
    run.now = openTimeAt(1);
    run.timer(0);
    const before = run.engine.snapshot();
    const candle = { ...{ symbol: SPOT.symbol, timeframe: '15m', openTime: START }, ...flat(105), volume: 1, ...part };
    run.step({ kind: 'candle', at: run.now, candle: candle as Candle });
    expect(run.last('candleRejected')?.reason).toContain(reason);
    expect(run.engine.snapshot()).toBe(before);
  });

  it('that comes again is ignored; with other values it is a revision that rewrites nothing', () => {
    const run = new EngineRun();
    run.candle(0);
    expect(kinds(run.candle(0).events)).toEqual([]);
    expect(kinds(run.candle(0, { close: 106 }).events)).toEqual(['candleRevised']);
    expect(run.engine.core.market(SPOT.symbol).price).toBe(105);
  });

  it('after a hole asks for the missing ones, and holds entries back until they are there', () => {
    const run = new EngineRun();
    run.candle(0, flat(100));
    run.candle(3, flat(100));
    expect(run.last('gapDetected')).toMatchObject(range(1, 3));
    expect(run.all('requestBackfill')).toEqual([{ kind: 'requestBackfill', ...range(1, 3) }]);
    expect(() => run.place()).toThrow(/DATA_GAP/);
    run.candle(1, flat(100));
    expect(() => run.place()).toThrow(/DATA_GAP/);
    run.candle(2, flat(100));
    expect(run.all('gapResolved')).toHaveLength(2);
    expect(() => run.place()).not.toThrow();
  });

  it('of a higher timeframe warms its series up, in order and once, before the first base candle', () => {
    const hourly: Operand = { kind: 'price', field: 'close', offset: 0, timeframe: '1h' };
    const strategy = aStrategy({ entry: { long: { kind: 'above', left: theClose(), right: hourly } } });
    const run = new EngineRun({ strategies: [strategy] });
    run.now = openTimeAt(8);
    run.timer(0);
    const { now: at } = run;
    const hour = (index: number, price: number) => {
      const openTime = toEpochMs(START + index * HOUR_MS);
      const candle: Candle = { symbol: SPOT.symbol, timeframe: '1h', openTime, ...flat(price), volume: 1 };
      return run.step({ kind: 'candle', at, candle }).events;
    };
    expect(hour(0, 100)).toEqual([]);
    expect(hour(1, 90)).toEqual([]);
    expect(kinds(hour(1, 90))).toEqual(['candleRejected']);
    expect(kinds(hour(0, 50))).toEqual(['candleRejected']);
    expect(kinds(hour(3, 50))).toEqual(['candleRejected']);
    expect(run.last('candleRejected')?.reason).toMatch(/closed 1h candle newer than/);
    expect(kinds(hour(2, -1))).toEqual(['candleRejected']);
    run.candle(8, flat(95));
    expect(run.last('signalRaised')?.signal.candleCloseTime).toBe(openTimeAt(9));
    expect(kinds(hour(2, 90))).toEqual(['candleRejected']);
  });
});

describe('the feed', () => {
  it('resolves a gap that turns out to be an outage', () => {
    const run = new EngineRun();
    run.candle(0, flat(100));
    run.candle(3, flat(100));
    const { events } = run.feed({ type: 'outage', ...range(1, 3) });
    expect(kinds(events)).toEqual(['outageRecorded', 'gapResolved', 'feedChanged']);
    expect(() => run.place()).not.toThrow();
  });

  it('announces an outage before the candle after it: no gap arises', () => {
    const run = new EngineRun();
    run.candle(0, flat(100));
    run.feed({ type: 'outage', ...range(1, 3) });
    run.candle(3, flat(100));
    expect(run.all('gapDetected')).toEqual([]);
    expect(run.all('requestBackfill')).toEqual([]);
    expect(() => run.place()).not.toThrow();
  });

  it('of another timeframe or symbol resolves nothing', () => {
    const run = new EngineRun();
    run.candle(0, flat(100));
    run.candle(3, flat(100));
    run.feed({ type: 'outage', ...range(1, 3), timeframe: '1h' });
    run.feed({ type: 'outage', ...range(1, 3), symbol: toSymbolId('X/Y') });
    expect(run.all('outageRecorded')).toEqual([]);
    expect(() => run.place()).toThrow(/DATA_GAP/);
  });

  it('tells the clock skew, which holds entries back while it is too large', () => {
    const run = new EngineRun({ risk: aRiskConfig({ maxClockSkewMs: 1000 }) });
    run.candle(0, flat(100));
    run.feed({ type: 'clockSkew', skewMs: -1500 });
    expect(() => run.place()).toThrow(/CLOCK_SKEW/);
    run.feed({ type: 'clockSkew', skewMs: 900 });
    expect(() => run.place()).not.toThrow();
  });

  it('says what is being reconciled: one symbol or all', () => {
    const run = new EngineRun();
    run.candle(0, flat(100));
    run.feed({ type: 'reconciling', symbol: toSymbolId('X/Y') });
    const first = run.place();
    run.fill(first);
    run.feed({ type: 'reconciling' });
    expect(() => run.place({ qty: run.request().qty.times(run.request().qty) })).toThrow(/RECONCILING/);
    run.command({ type: 'closePosition', strategy: toStrategyId('manual'), symbol: SPOT.symbol });
    expect(run.last('commandAccepted')).toBeDefined();
    run.feed({ type: 'reconciled' });
    expect(run.engine.core.feed.reconciling.size).toBe(0);
  });
});

describe('time', () => {
  it('makes data stale: a candle by its age, a quote by its own', () => {
    const run = new EngineRun();
    run.candle(0, flat(100));
    run.timer(20 * MINUTE_MS);
    expect(() => run.place()).not.toThrow();
    run.timer(1);
    expect(() => run.place({ type: 'limit', limitPrice: run.request().qty })).toThrow(/DATA_STALE/);
    run.candle(1, flat(100));
    run.mark(100);
    run.timer(MINUTE_MS + 1);
    expect(() => run.place({ side: 'sell' })).toThrow(/DATA_STALE/);
  });

  it('never goes backwards: a late input is handled at the time it already is', () => {
    const run = new EngineRun();
    run.candle(3, flat(100));
    const { clock } = run.engine.core;
    run.step({ kind: 'timer', at: START });
    expect(run.engine.core.clock).toBe(clock);
  });

  it('samples nothing before there is an account', () => {
    const run = new EngineRun();
    expect(run.all('equitySampled')).toEqual([]);
    expect(run.all('armTimer').map(({ at }) => at)).toEqual([START + MINUTE_MS]);
  });

  it('samples the equity every minute, and arms one timer for it at a time', () => {
    const run = new EngineRun();
    run.candle(0, flat(100));
    const armed = run.all('armTimer').at(-1)!.at;
    expect(armed).toBe(openTimeAt(1) + MINUTE_MS);
    expect(run.timer(1).effects).toEqual([]);
    const before = run.all('equitySampled').length;
    run.timer(armed - run.now - 1);
    expect(run.all('equitySampled')).toHaveLength(before);
    run.timer(1);
    expect(run.last('equitySampled')).toMatchObject({ at: armed });
    expect(run.all('armTimer').at(-1)!.at).toBe(armed + MINUTE_MS);
  });
});

describe('a prediction', () => {
  const place = { symbol: SPOT.symbol, model: toModelId('xgb-15m'), timeframe: '15m', candleCloseTime: START } as const;
  const aPrediction = ([sell, hold, buy]: readonly [number, number, number], at = START): Prediction => ({
    ...{ ...place, candleCloseTime: at, ok: true, probabilities: { sell, hold, buy } },
    ...{ dataQuality: 1, featureHash: 'f', modelHash: 'm', latencyMs: 12 },
  });
  const received = (prediction: Prediction, run = new EngineRun()): Prediction => {
    run.step({ kind: 'prediction', at: run.now, prediction });
    return run.last('predictionReceived')!.prediction;
  };

  it('that is a distribution is kept as it is', () => {
    expect(received(aPrediction([0.2, 0.3, 0.5]))).toEqual(aPrediction([0.2, 0.3, 0.5]));
  });

  it.each([
    ['adds up to more', [0.4, 0.4, 0.4]],
    ['has a negative share', [-0.1, 0.6, 0.5]],
    ['is no number', [NaN, 0.5, 0.5]],
    ['is above one', [1.5, -0.25, -0.25]],
  ] as const)('that %s is kept as a failure of the model', (_what, shares) => {
    const kept = received(aPrediction(shares));
    expect(kept).toMatchObject({ ...place, ok: false, code: 'PROBABILITIES_INVALID' });
    expect(kept.ok ? '' : kept.detail).toMatch(/expected three numbers in 0..1 that add up to 1/);
  });

  it('may be a failure', () => {
    const failure = { ...place, ok: false, code: 'MODEL_TIMEOUT', detail: 'no answer in 2 s' } as const;
    expect(received(failure)).toEqual(failure);
  });

  it('regression: that comes late does not replace the one for a newer candle', () => {
    const run = new EngineRun({ consensus: aConsensusConfig(), models: [aModelSpec({ id: place.model })] });
    run.timer(60 * MINUTE_MS);
    const newer = aPrediction([0, 0, 1], openTimeAt(1));
    received(newer, run);
    received(aPrediction([1, 0, 0]), run);
    expect(run.engine.core.models.get(SPOT.symbol)!.seat(place.model)!.newest).toEqual(newer);
  });
});

it('nobody signals twice for a candle, nor before it closes', () => {
  const run = new EngineRun({
    strategies: [aStrategy({ entry: { long: { kind: 'above', left: theClose(), right: aNumber(1) } } })],
  });
  run.candle(0);
  run.candle(0);
  run.candle(0, { close: 106 });
  run.mark(120);
  run.timer(MINUTE_MS);
  expect(run.all('signalRaised')).toHaveLength(1);
});
