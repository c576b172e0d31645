// Positions the engine watches itself: what a quote does to them, which exit goes first, and what the clock ends.
import { describe, expect, it } from 'vitest';
import type { ExitPlan, PositionSide } from '../../../../src/shared/domain/order.ts';
import { HOUR_MS } from '../../../../src/shared/time.ts';
import { openTimeAt, START } from '../../../builders/aCandle.ts';
import { EngineRun, LINEAR } from '../../../builders/engineRun.ts';
import { aRiskConfig, dec } from '../../../builders/risk.ts';

const pct = (value: number | string) => ({ pct: dec(value) });
const TRAILING = { activationPct: dec(2), distancePct: dec(1) };

/** A position of 1 from 100, without orders at the venue. */
function aHolder(plan: ExitPlan, side: PositionSide = 'long', changes = {}): EngineRun {
  const run = new EngineRun({ instruments: [LINEAR], hasVenueProtection: false, ...changes }, '1000');
  run.candle(0, { open: 100, high: 100, low: 100, close: 100 });
  run.fill(run.place({ side: side === 'long' ? 'buy' : 'sell' }, plan), { at: START });
  return run;
}

/** Why the position is being closed, if it is. */
const closing = (run: EngineRun) => run.all('submitOrder').find(({ order }) => order.reduceOnly)?.order.purpose;

describe('a quote', () => {
  const breakEven = { activationPct: dec(1), offsetPct: dec(0) };

  it.each<readonly [string, ExitPlan, string]>([
    // the side, the quotes one after the other, and the exit that the last one brings
    ['just above the stop', { stopLoss: pct(2) }, 'long 98.5'],
    ['at the stop', { stopLoss: pct(2) }, 'long 98 stopLoss'],
    ['at the stop of a short', { stopLoss: pct(2) }, 'short 102 stopLoss'],
    ['just below the target', { takeProfit: pct(3) }, 'long 102.5'],
    ['at the target', { takeProfit: pct(3) }, 'long 103 takeProfit'],
    ['at the target of a short', { takeProfit: pct(3) }, 'short 97 takeProfit'],
    ['back before trailing is active', { trailing: TRAILING }, 'long 101.5 99'],
    ['back by the distance', { trailing: TRAILING }, 'long 110 109.5 108.5 trailing'],
    ['back by less than it', { trailing: TRAILING }, 'long 110 109.5 109'],
    ['back by the distance for a short', { trailing: TRAILING }, 'short 90 91 trailing'],
    ['that never moves a trailing stop back', { trailing: TRAILING }, 'long 110 109 109.5 108.5 trailing'],
    ['behind break-even', { breakEven }, 'long 101 100 breakEven'],
    ['before break-even', { breakEven }, 'long 100.5 100'],
    ['with the stop raised to break-even', { stopLoss: pct(2), breakEven }, 'long 101 98 breakEven'],
  ])('%s', (_what, plan, course) => {
    const [side, ...rest] = course.split(' ');
    const quotes = rest.map(Number).filter((quote) => !Number.isNaN(quote));
    const run = aHolder(plan, side as PositionSide);
    for (const [index, quote] of quotes.entries()) {
      run.mark(quote);
      if (index < quotes.length - 1) expect(closing(run)).toBeUndefined();
    }
    expect(closing(run)).toBe(rest.slice(quotes.length)[0]);
  });

  it('counts at the side of the book it could be closed at, not at the last trade', () => {
    const run = aHolder({ stopLoss: pct(2) });
    run.mark(98.5, { ask: 99.5, last: 97 });
    expect(closing(run)).toBeUndefined();
    run.mark(98, { ask: 99.5, last: 99 });
    expect(closing(run)).toBe('stopLoss');
    const short = aHolder({ stopLoss: pct(2) }, 'short');
    short.mark(101, { ask: 102, last: 101 });
    expect(closing(short)).toBe('stopLoss');
  });

  it('moves the resting stop where the venue holds it', () => {
    const run = aHolder({ stopLoss: pct(2), trailing: TRAILING }, 'long', { hasVenueProtection: true });
    expect(run.working('stop')?.stopPrice?.toString()).toBe('98');
    run.mark(110);
    expect(run.working('stop')?.stopPrice?.toString()).toBe('108.5');
    expect(run.all('amendOrder').at(-1)?.stopPrice?.toString()).toBe('108.5');
    run.fill(run.working('stop')!, { price: dec(108) });
    expect(run.last('tradeClosed')?.trade.exitReason).toBe('trailing');
  });

  it.each([
    ['of an unknown symbol', { symbol: 'X/Y', bid: 1, ask: 1, last: 1 }],
    ['with a bid above the ask', { bid: 101, ask: 100, last: 100 }],
    ['without a bid', { bid: 0, ask: 100, last: 100 }],
    ['that is no number', { bid: NaN, ask: 100, last: 100 }],
    ['that is infinite', { bid: 100, ask: Infinity, last: 100 }],
  ])('%s is recorded and moves nothing', (_what, quote) => {
    const run = aHolder({ stopLoss: pct(2) });
    const before = run.engine.snapshot();
    run.step({ kind: 'mark', at: run.now, symbol: LINEAR.symbol, ...quote } as Parameters<typeof run.step>[0]);
    expect(run.last('unitFailed')).toMatchObject({ processor: 'realtime' });
    expect(run.engine.snapshot()).toBe(before);
  });
});

describe('when several exits are due', () => {
  it('the liquidation guard comes before the stop', () => {
    const run = new EngineRun({ instruments: [LINEAR], hasVenueProtection: false }, '1000');
    run.candle(0, { open: 100, high: 100, low: 100, close: 100 });
    run.fill(run.place({ qty: dec(50) }, { stopLoss: pct(2) }), { at: START });
    run.mark(80);
    expect(closing(run)).toBe('liquidation');
  });

  it('regression: stop and target come before the time, also when the same quote brings both', () => {
    const late = { maxHoldMs: 15 * 60_000 + 500 };
    const stop = aHolder({ ...late, stopLoss: pct(2), takeProfit: { price: dec(97) } });
    stop.mark(97.5);
    expect(closing(stop)).toBe('stopLoss');
    const target = aHolder({ ...late, takeProfit: pct(3) });
    target.mark(103);
    expect(closing(target)).toBe('takeProfit');
    const time = aHolder({ ...late, takeProfit: pct(3) });
    time.mark(100);
    expect(closing(time)).toBe('maxHold');
  });
});

describe('the maximum hold', () => {
  it('arms a timer when the position opens, and ends it then', () => {
    const run = aHolder({ maxHoldMs: HOUR_MS }, 'long', { mode: 'backtest' });
    expect(run.all('armTimer').at(-1)?.at).toBe(START + HOUR_MS);
    run.timer(HOUR_MS - 15 * 60_000 - 1);
    expect(closing(run)).toBeUndefined();
    run.timer(1);
    expect(closing(run)).toBe('maxHold');
  });

  it('is found by any input that comes late, where the timer was lost', () => {
    const run = aHolder({ maxHoldMs: HOUR_MS });
    run.now = (run.now + 2 * HOUR_MS) as typeof run.now;
    run.feed({ type: 'clockSkew', skewMs: 0 });
    expect(closing(run)).toBe('maxHold');
  });

  it('is not closed twice while the first order is on its way', () => {
    const run = aHolder({ maxHoldMs: HOUR_MS });
    for (let hour = 0; hour < 3; hour++) run.timer(HOUR_MS);
    expect(run.all('submitOrder').filter(({ order }) => order.reduceOnly)).toHaveLength(1);
  });
});

it('what is being closed falls away when the trade is', () => {
  const run = aHolder({ stopLoss: pct(2) });
  run.mark(97);
  run.fill(run.all('submitOrder').at(-1)!.order, { price: dec(97) });
  expect(run.last('tradeClosed')?.trade).toMatchObject({ exitReason: 'stopLoss' });
  expect(run.last('tradeClosed')?.trade.initialRisk?.toString()).toBe('2');
  expect(run.engine.core.exits.save().size).toBe(0);
  run.mark(90);
  expect(run.all('submitOrder')).toHaveLength(2);
});

describe('regression: a candle that is older', () => {
  const flat = (price: number) => ({ open: price, high: price, low: price, close: price });

  it('than the position moves no stop of it', () => {
    const run = new EngineRun({ instruments: [LINEAR], hasVenueProtection: false }, '1000');
    run.candle(0, flat(100));
    run.mark(100);
    run.fill(run.place({}, { trailing: TRAILING }), { at: run.now });
    run.candle(1, { open: 120, high: 120, low: 100, close: 100 });
    expect(closing(run)).toBeUndefined();
    expect(run.last('positionChanged')?.position.stopPrice).toBeUndefined();
    expect([...run.engine.core.exits.save().values()].map(({ stop }) => stop)).toEqual([0]);
    run.candle(2, { open: 100, high: 110, low: 100, close: 110 });
    expect([...run.engine.core.exits.save().values()].map(({ stop }) => stop)).toEqual([108.5]);
  });

  it('than the newest quote moves neither price nor equity, nor trips a loss limit', () => {
    const risk = aRiskConfig({ maxDrawdownPct: 5 });
    const run = new EngineRun({ instruments: [LINEAR], hasVenueProtection: false, risk }, '1000');
    run.candle(0, flat(100));
    run.fill(run.place({ qty: dec(5) }), { at: START });
    run.now = openTimeAt(3);
    run.mark(110);
    run.candle(1, flat(80));
    expect(run.engine.core.market(LINEAR.symbol).price).toBe(110);
    expect(run.engine.core.portfolio.equity.toString()).toBe('1050');
    expect(run.all('tradingStateChanged')).toEqual([]);
    // Nor is it a sample of the curve, which goes forward only.
    const times = run.all('equitySampled').map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeGreaterThan(openTimeAt(3));
  });
});

it('regression: a target below zero is none, and leaves the stop at the venue', () => {
  const run = aHolder({ stopLoss: pct(2), takeProfit: { distance: dec(150) } }, 'short', { hasVenueProtection: true });
  expect(run.engine.core.orders.open.map(({ purpose }) => purpose)).toEqual(['stopLoss']);
  expect(run.all('notify')).toEqual([]);
});
