// One unit's failure stays its own; a broken promise of our own code stops the engine.
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import type { EngineEvent } from '../../../../src/main/engine/kernel/events.ts';
import { InvariantError } from '../../../../src/shared/assert.ts';
import { type StrategyId, toStrategyId } from '../../../../src/shared/domain/ids.ts';
import { anSma, aStrategy } from '../../../builders/aStrategy.ts';
import { aLinear, anEngineConfig, EngineRun, LINEAR, SPOT } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';
import { recordSession, sessionSeries, specsOf } from '../../../builders/session.ts';

const BTC = { ...LINEAR, tickSize: dec('0.01') };
const ETH = aLinear('ETH/USDT:USDT', { tickSize: dec('0.01') });

/** Crosses all the time, with a size that does not depend on what the others earn. */
const aCrosser = (id: string) =>
  aStrategy({
    ...{ id: toStrategyId(id), symbols: [BTC.symbol, ETH.symbol], sizing: { kind: 'fixedQty', qty: dec('0.01') } },
    entry: { long: { kind: 'crossesAbove', left: anSma(2), right: anSma(5) } },
    exit: { long: { kind: 'crossesBelow', left: anSma(2), right: anSma(5) } },
  });

const BROKEN = 10;
const boom = (): never => {
  throw new Error('boom');
};

/** 60 candles of two markets under two strategies; from the tenth on something is broken. */
function runWith(breakIt: (engine: Engine) => void): readonly EngineEvent[] {
  const config = anEngineConfig({
    ...{ mode: 'backtest', instruments: [BTC, ETH], strategies: [aCrosser('a'), aCrosser('b')] },
    indicationSets: [
      { timeframe: '15m', specs: specsOf('sma:3') },
      { timeframe: '15m', specs: specsOf('ema:3') },
    ],
  });
  const { steps } = recordSession({
    config,
    series: sessionSeries('isolation', 60, config),
    extras: (index, _now, engine) => {
      if (index === BROKEN) breakIt(engine);
      return [];
    },
  });
  return steps.flatMap(({ result }) => result.events);
}

const tradesOf = (events: readonly EngineEvent[], id: string) =>
  events.flatMap((event) =>
    event.kind === 'tradeClosed' && event.trade.strategy === id
      ? [`${event.trade.symbol} ${String(event.trade.exitAt)} ${event.trade.pnl.toString()}`]
      : [],
  );
const failures = (events: readonly EngineEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'unitFailed' ? [`${event.processor} ${event.unit}: ${event.message}`] : [],
  );
const unitsOf = (engine: Engine, id: string) => engine.core.units.filter(({ definition }) => definition.id === id);

describe('a failing unit', () => {
  const sound = runWith(() => undefined);

  it('as a strategy is recorded at every candle, and the other one trades as ever', () => {
    const events = runWith((engine) => {
      for (const { instance } of unitsOf(engine, 'a')) Object.assign(instance, { entry: boom, exit: boom });
    });
    expect(tradesOf(sound, 'b').length).toBeGreaterThan(5);
    expect(tradesOf(events, 'b')).toEqual(tradesOf(sound, 'b'));
    expect(tradesOf(events, 'a').length).toBeLessThan(tradesOf(sound, 'a').length);
    expect(failures(sound)).toEqual([]);
    expect(failures(events).length).toBe(2 * (60 - BROKEN - 1));
    expect(new Set(failures(events))).toEqual(
      new Set([`strategy a|${BTC.symbol}: boom`, `strategy a|${ETH.symbol}: boom`]),
    );
  });

  it('as an indicator of a stored set leaves the other sets and all trades alone', () => {
    const events = runWith((engine) => {
      Object.assign(engine.core.market(BTC.symbol).sets[0]!.set, { push: boom });
    });
    const computed = (set: string) =>
      events.filter((event) => event.kind === 'indicationComputed' && event.set === set).length;
    expect([computed('sma:3'), computed('ema:3')]).toEqual([60 + BROKEN + 1, 120]);
    expect(new Set(failures(events))).toEqual(new Set([`indication ${BTC.symbol} 15m sma:3: boom`]));
    for (const id of ['a', 'b']) expect(tradesOf(events, id)).toEqual(tradesOf(sound, id));
  });

  it('as the indicators of one symbol leaves the other symbols alone', () => {
    const events = runWith((engine) => {
      Object.assign(engine.core.market(BTC.symbol), { push: boom });
    });
    const inEth = (trades: readonly string[]) => trades.filter((trade) => trade.startsWith(ETH.symbol));
    expect(new Set(failures(events))).toEqual(new Set([`indication ${BTC.symbol}: boom`]));
    for (const id of ['a', 'b']) expect(inEth(tradesOf(events, id))).toEqual(inEth(tradesOf(sound, id)));
  });
});

describe('a market that stands half-way', () => {
  const aRun = (): EngineRun => {
    const run = new EngineRun({ instruments: [BTC], strategies: [aCrosser('a')], hasVenueProtection: false });
    for (let index = 0; index < 8; index++) run.candle(index, flat(100));
    run.fill(run.place({ qty: dec(1) }, { stopLoss: { pct: dec(2) } }));
    Object.assign(run.engine.core.market(BTC.symbol).series.timeframe('15m'), { push: boom });
    run.candle(8, flat(101));
    return run;
  };
  const flat = (price: number) => ({ open: price, high: price, low: price, close: price });

  it('takes no entries and no more candles, but lets go of what is held', () => {
    const run = aRun();
    expect(failures(run.events)).toEqual([`indication ${BTC.symbol}: boom`]);
    expect(() => run.place({ side: 'sell', qty: dec(2) })).toThrow(/DATA_STALE: a candle of .* \(boom\)/);
    run.engine = (run.engine.constructor as typeof Engine).restore(run.engine.snapshot(), run.engine.core.sha256);
    expect(() => run.place({ side: 'sell', qty: dec(2) })).toThrow(/DATA_STALE/);
    run.candle(9, flat(97));
    expect(failures(run.events)).toHaveLength(1);
    expect(run.all('submitOrder').at(-1)?.order).toMatchObject({ purpose: 'stopLoss', reduceOnly: true });
  });

  it('starts anew with the next configuration: cold, at the prices known', () => {
    const run = aRun();
    run.configure({});
    const { market, instance } = run.engine.core.units[0]!;
    expect(market).toBe(run.engine.core.market(BTC.symbol));
    expect(market.price).toBe(101);
    expect(instance.evidence('entry', 'long').result).not.toBe(true);
    for (const [index, price] of [100, 100, 100, 100, 100, 120].entries()) run.candle(9 + index, flat(price));
    expect(run.last('signalRaised')?.signal.candleCloseTime).toBe(run.now);
    expect(failures(run.events)).toHaveLength(1);
  });
});

describe('a failing position', () => {
  it('is recorded, and the other positions of the symbol are still watched', () => {
    const run = new EngineRun({
      ...{ instruments: [BTC], hasVenueProtection: false },
      strategies: ['a', 'b'].map((id) => ({
        ...aStrategy({ id: toStrategyId(id), symbols: [BTC.symbol], sizing: { kind: 'fixedQty', qty: dec(1) } }),
        risk: { ...aStrategy().risk, stopLoss: { kind: 'percent', pct: dec(2) } },
      })),
    });
    run.candle(0, { open: 100, high: 100, low: 100, close: 100 });
    for (const { order } of run.all('submitOrder')) run.fill(order);
    const exits = run.engine.core.exits.get(`a|${BTC.symbol}` as Parameters<typeof run.engine.core.exits.get>[0])!;
    Object.defineProperty(exits, 'stopGuard', { get: boom });
    run.mark(97);
    expect(failures(run.events)).toEqual([`realtime a|${BTC.symbol}: boom`]);
    const closed = run.all('submitOrder').filter(({ order }) => order.purpose === 'stopLoss');
    expect(closed.map(({ order }): StrategyId => order.strategy)).toEqual(['b']);
  });
});

describe('a broken promise of our own', () => {
  it('faults the engine: that step throws, and every later one', () => {
    const run = new EngineRun({ instruments: [BTC], strategies: [aCrosser('a')] });
    run.candle(0);
    Object.assign(run.engine.core.units[0]!.instance, {
      entry: () => {
        throw new InvariantError('the impossible');
      },
    });
    expect(() => run.candle(1)).toThrow('the impossible');
    expect(() => run.timer(1)).toThrow('the engine has faulted: the impossible');
    expect(() => run.candle(2)).toThrow(InvariantError);
  });

  it('by anything else that goes wrong outside a unit counts as one too, its cause kept', () => {
    const run = new EngineRun({ instruments: [SPOT] });
    Object.assign(run.engine.core.portfolio, { setMark: boom });
    try {
      run.candle(0);
      expect.fail('expected a fault');
    } catch (error) {
      expect(error).toBeInstanceOf(InvariantError);
      expect((error as Error).cause).toMatchObject({ message: 'boom' });
    }
    expect(() => run.candle(1)).toThrow(/has faulted: boom/);
  });

  it('leaves the last snapshot to go on from', () => {
    const run = new EngineRun({ instruments: [BTC], strategies: [aCrosser('a')] });
    run.candle(0);
    const before = run.engine.snapshot();
    expect(() => run.step({ kind: 'timer', at: 0.5 as typeof run.now })).toThrow(/whole milliseconds/);
    run.engine = (run.engine.constructor as typeof Engine).restore(before, run.engine.core.sha256);
    run.candle(1);
    expect(run.all('equitySampled').length).toBeGreaterThanOrEqual(2);
  });
});
