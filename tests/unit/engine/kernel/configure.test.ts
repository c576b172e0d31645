// A configuration between two candles: what did not change goes on, what is wrong is refused, what is gone is let out safely.
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import type { EngineConfig } from '../../../../src/main/engine/kernel/engineConfig.ts';
import { InvariantError } from '../../../../src/shared/assert.ts';
import { toConnectionId, toStrategyId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import type { StrategyDefinition } from '../../../../src/shared/domain/strategy.ts';
import { HOUR_MS } from '../../../../src/shared/time.ts';
import { START } from '../../../builders/aCandle.ts';
import { anSma, aNumber, aStrategy, theClose } from '../../../builders/aStrategy.ts';
import { aLinear, anEngineConfig, EngineRun, sha256, SPOT } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';
import { specsOf } from '../../../builders/session.ts';

const flat = (price: number) => ({ open: price, high: price, low: price, close: price });

/** Buys above 100 and sells below 90, with a stop, a target and a maximum hold. */
const aTrader = (part: Partial<StrategyDefinition> = {}): StrategyDefinition =>
  aStrategy({
    entry: { long: { kind: 'above', left: theClose(), right: aNumber(100) } },
    exit: { long: { kind: 'below', left: theClose(), right: aNumber(90) } },
    risk: {
      ...aStrategy().risk,
      ...{ stopLoss: { kind: 'percent', pct: dec(20) }, takeProfit: { kind: 'percent', pct: dec(20) } },
      maxHoldHours: 1,
    },
    ...part,
  });

/** A run that holds what its strategy bought at 101. */
function aHolder(part: Partial<StrategyDefinition> = {}, changes: Partial<EngineConfig> = {}): EngineRun {
  const run = new EngineRun({ strategies: [aTrader(part)], ...changes });
  run.candle(0, flat(101));
  const entry = run.all('submitOrder')[0]!.order;
  run.fill(entry, { price: dec(101), at: START });
  return run;
}

const purposes = (run: EngineRun) => run.all('submitOrder').map(({ order }) => order.purpose);
/** After JSON and back, as after a restart. */
function restart(run: EngineRun): void {
  const snapshot = run.engine.snapshot();
  run.engine = Engine.restore(snapshot, sha256);
  expect(run.engine.snapshot()).toBe(snapshot);
}

describe('a configuration that cannot be used', () => {
  const twice = [aTrader(), aTrader()];
  const wrong: readonly [string, Partial<EngineConfig>, RegExp][] = [
    ['without instruments', { instruments: [] }, /at least one instrument/],
    ['with two strategies of one id', { strategies: twice }, /two strategies have the id test/],
    ['with a symbol twice', { strategies: [aTrader({ symbols: [SPOT.symbol, SPOT.symbol] })] }, /lists a symbol twice/],
    ['with a timeframe below the base', { strategies: [aTrader({ timeframe: '5m' })] }, /needs 5m candles, which 15m/],
  ];

  it.each(wrong)('as the first one faults the engine: %s', (_what, changes, message) => {
    const engine = new Engine(sha256);
    const input = { kind: 'config', at: START, config: anEngineConfig(changes) } as const;
    expect(() => engine.step(input)).toThrow(message);
    expect(() => engine.step({ ...input, config: anEngineConfig() })).toThrow(InvariantError);
  });

  it.each([...wrong, ['with another base', { baseTimeframe: '1h' }, /base timeframe cannot change/] as const])(
    'as a later one is refused, and the last good one goes on: %s',
    (_what, changes, message) => {
      const run = aHolder();
      const before = run.engine.snapshot();
      run.configure({ strategies: [aTrader({ id: toStrategyId('other') })], ...changes });
      expect(run.last('configRefused')?.reason).toMatch(message);
      expect(run.engine.snapshot()).toBe(before);
      run.candle(1, flat(89));
      expect(purposes(run)).toContain('strategy');
    },
  );

  it('has to come first', () => {
    const halt = { kind: 'command', at: START, command: { type: 'halt', by: 'cli', reason: 'x' } } as const;
    expect(() => new Engine(sha256).step(halt)).toThrow(/first input must be of kind config/);
  });
});

it('regression: a strategy that was switched off for a while still cools down', () => {
  const gates = { ...aTrader().gates, coolDownMinutes: 120 };
  const run = aHolder({ gates });
  run.configure({ strategies: [aTrader({ gates, enabled: false })] });
  run.command({ type: 'closePosition', strategy: toStrategyId('test'), symbol: SPOT.symbol });
  run.fill(run.all('submitOrder').at(-1)!.order, { price: dec(101) });
  restart(run);
  run.configure({ strategies: [aTrader({ gates })] });
  run.candle(1, flat(101));
  expect(run.last('decisionMade')?.decision.reason).toMatch(/^coolDown: /);
});

describe('hot reload', () => {
  const crosser = aTrader({ entry: { long: { kind: 'above', left: theClose(), right: anSma(3) } }, timeframe: '15m' });

  it('keeps positions, orders, exits and the indicators of what did not change', () => {
    const run = new EngineRun({ strategies: [crosser] });
    for (const [index, price] of [100, 101, 99].entries()) run.candle(index, flat(price));
    run.place({ type: 'limit', limitPrice: dec(90) });
    const before = run.engine.snapshot();
    run.configure({ strategies: [{ ...crosser, entry: { ...crosser.entry } }] });
    expect(run.engine.snapshot()).toBe(before);
    run.candle(3, flat(105));
    expect(run.last('signalRaised')?.signal).toMatchObject({ strategy: 'test', action: 'entry' });
  });

  it('starts what is new cold: its indicators know nothing of before', () => {
    const run = new EngineRun();
    for (const index of [0, 1, 2, 3]) run.candle(index, flat(100 + index));
    run.configure({ strategies: [crosser] });
    for (const index of [4, 5]) run.candle(index, flat(100 + index));
    expect(run.all('signalRaised')).toEqual([]);
    run.candle(6, flat(110));
    expect(run.all('signalRaised')).toHaveLength(1);
  });

  it('regression: a new timeframe leaves the candles in the making of the others alone', () => {
    const hourly = aTrader({
      timeframe: '1h',
      entry: { long: { kind: 'above', left: theClose(), right: theClose(1) } },
    });
    const run = new EngineRun({ strategies: [hourly] });
    for (const index of [0, 1, 2, 3, 4, 5]) run.candle(index, flat(100 + index));
    run.configure({ strategies: [hourly, aTrader({ id: toStrategyId('new'), timeframe: '30m' })] });
    for (const index of [6, 7]) run.candle(index, flat(100 + index));
    expect(run.all('candleBuilt').map(({ candle }) => [candle.timeframe, candle.close])).toEqual([
      ['1h', 103],
      ['30m', 107],
      ['1h', 107],
    ]);
    expect(run.all('signalRaised').map(({ signal }) => signal.strategy)).toContain('test');
    restart(run);
  });

  it('regression: indication sets come and go; those that stay go on', () => {
    const sets = ['sma:3', 'ema:2'].map((text) => ({ timeframe: '15m' as const, specs: specsOf(text) }));
    const run = new EngineRun({ indicationSets: sets.slice(0, 1) });
    for (const index of [0, 1]) run.candle(index, flat(100));
    run.configure({ indicationSets: sets.toReversed() });
    restart(run);
    run.candle(2, flat(103));
    expect(
      run
        .all('indicationComputed')
        .slice(-2)
        .map(({ set, values }) => [set, values]),
    ).toEqual([
      ['ema:2', [null]],
      ['sma:3', [101]],
    ]);
  });

  it('regression: other limits of freshness count at once, and after a restart', () => {
    const run = new EngineRun();
    run.candle(0, flat(100));
    run.configure({ freshness: { candleGraceMs: 10 * HOUR_MS, markMaxAgeMs: 60_000 } });
    run.timer(5 * HOUR_MS);
    expect(() => run.place()).not.toThrow();
    restart(run);
    run.configure({ freshness: { candleGraceMs: 0, markMaxAgeMs: 60_000 } });
    expect(() => run.place()).toThrow(/DATA_STALE/);
  });

  it('regression: a changed strategy still rests after its last exit', () => {
    const gates = { ...aTrader().gates, coolDownMinutes: 60 };
    const run = aHolder({ gates });
    run.candle(1, flat(89));
    run.fill(run.all('submitOrder').at(-1)!.order, { price: dec(89) });
    run.configure({ strategies: [aTrader({ gates, name: 'Renamed' })] });
    run.candle(2, flat(105));
    expect(run.last('decisionMade')?.decision).toMatchObject({ outcome: 'refused' });
    expect(run.last('decisionMade')?.decision.reason).toMatch(/^coolDown/);
  });
});

describe('a strategy that is removed or disabled while it holds a position', () => {
  it.each([
    ['removed', []],
    ['disabled', [aTrader({ enabled: false })]],
  ] as const)('%s: is no longer evaluated, and leaves by stop, target or time', (_what, strategies) => {
    const run = aHolder();
    run.configure({ strategies });
    run.candle(1, flat(89));
    expect(purposes(run)).toEqual(['entry', 'stopLoss', 'takeProfit']);
    expect(run.engine.core.orders.open).toHaveLength(2);
    restart(run);
    for (const index of [2, 3, 4]) run.candle(index, flat(102));
    expect(run.all('signalRaised')).toHaveLength(1);
    const exit = run.all('submitOrder').at(-1)!.order;
    expect(exit).toMatchObject({ purpose: 'maxHold', strategy: 'test', side: 'sell' });
    run.fill(exit, { price: dec(102) });
    expect(run.last('tradeClosed')?.trade).toMatchObject({ exitReason: 'maxHold', strategy: 'test' });
    expect(run.engine.core.orders.open.map(({ state }) => state)).toEqual(['pendingCancel', 'pendingCancel']);
  });

  it('comes back to its position', () => {
    const run = aHolder();
    run.configure({ strategies: [] });
    run.configure({ strategies: [aTrader()] });
    run.candle(1, flat(89));
    expect(purposes(run)).toContain('strategy');
  });
});

describe('an instrument that is dropped', () => {
  it('regression: keeps what is held there protected, trades no more, and survives a restart', () => {
    const other = aLinear('ETH/USDT:USDT');
    const run = aHolder({ symbols: [SPOT.symbol, toSymbolId('ETH/USDT:USDT')] }, { instruments: [SPOT, other] });
    run.configure({ instruments: [other] });
    restart(run);
    run.fill(run.working('stop')!, { qty: dec(1), price: dec(81) });
    run.candle(1, { ...flat(80), symbol: SPOT.symbol });
    run.candle(2, { ...flat(105), symbol: SPOT.symbol });
    restart(run);
    expect(run.all('signalRaised').map(({ signal }) => signal.symbol)).toEqual([SPOT.symbol]);
    expect(run.working('stop')?.filledQty.toString()).toBe('1');
  });
});

it.each([
  ['kind', { kind: 'linear' }],
  ['contract size', { contractSize: dec(2) }],
] as const)(
  'regression: another %s of what is held is refused, since the cash was booked under the old one',
  (_what, part) => {
    const run = aHolder();
    const { equity } = run.engine.core.portfolio;
    run.configure({ instruments: [{ ...SPOT, ...part }] });
    expect(run.last('configRefused')?.reason).toMatch(/cannot change while a position is held/);
    run.candle(1, flat(101));
    expect(run.engine.core.portfolio.equity.toString()).toBe(equity.toString());
    run.configure({ instruments: [{ ...SPOT, tickSize: dec('0.1') }] });
    expect(run.all('configRefused')).toHaveLength(1);
  },
);

it.each([{ mode: 'live' }, { connection: toConnectionId('other') }] as const)(
  'regression: refuses another account while it runs: %o',
  (changes) => {
    const run = new EngineRun({ mode: 'paper' });
    run.configure(changes);
    expect(run.last('configRefused')!.reason).toContain('an engine keeps its account');
    expect(run.engine.core.settings.mode).toBe('paper');
  },
);
