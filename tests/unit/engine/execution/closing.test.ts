// Exits that come to nothing: tried again by the clock, told once, taken back by the trader, and ended by dust.
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import type { ExitPlan, OrderIntent } from '../../../../src/shared/domain/order.ts';
import { positionKey, toStrategyId } from '../../../../src/shared/domain/ids.ts';
import { MINUTE_MS } from '../../../../src/shared/time.ts';
import { aNumber, aStrategy, theClose } from '../../../builders/aStrategy.ts';
import { EngineRun, LINEAR, MANUAL, sha256 } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';

const flat = (price: number) => ({ open: price, high: price, low: price, close: price });
const TEST = toStrategyId('test');
type Changes = ConstructorParameters<typeof EngineRun>[0];

/** Flat at 100; a strategy that buys above 105 and leaves below 95. The engine watches the levels itself. */
function aRun(changes: Changes = {}): EngineRun {
  const strategy = aStrategy({
    ...{ symbols: [LINEAR.symbol], sizing: { kind: 'fixedQty', qty: dec(1) } },
    entry: { long: { kind: 'above', left: theClose(), right: aNumber(105) } },
    exit: { long: { kind: 'below', left: theClose(), right: aNumber(95) } },
  });
  const run = new EngineRun({ instruments: [LINEAR], strategies: [strategy], hasVenueProtection: false, ...changes });
  run.candle(0, flat(100));
  return run;
}

/** It holds 1 from 100 of the trader's own. */
function aHolder(plan: ExitPlan = {}, changes: Changes = {}): EngineRun {
  const run = aRun(changes);
  run.fill(run.place({}, plan));
  return run;
}

const sent = (run: EngineRun): readonly OrderIntent[] =>
  run.all('submitOrder').flatMap(({ order }) => (order.reduceOnly ? [order] : []));
const newest = (run: EngineRun): OrderIntent => sent(run).at(-1)!;
const reject = (run: EngineRun, reason = 'busy') =>
  run.report({ type: 'rejected', clientOrderId: newest(run).clientOrderId, reason });
const critical = (run: EngineRun) =>
  run.all('notify').flatMap(({ level, text }) => (level === 'critical' ? [text] : []));
const takeBack = (run: EngineRun) => run.command({ type: 'cancelOrder', clientOrderId: newest(run).clientOrderId });
const restart = (run: EngineRun): void => {
  run.engine = Engine.restore(run.engine.snapshot(), sha256);
};

/** What brings each exit about, and its purpose. */
const EXITS: readonly [string, () => EngineRun][] = [
  [
    'manual',
    () => {
      const run = aHolder();
      run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
      return run;
    },
  ],
  [
    'strategy',
    () => {
      const run = aRun();
      run.candle(1, flat(106));
      run.fill(run.all('submitOrder')[0]!.order);
      run.candle(2, flat(90));
      return run;
    },
  ],
  [
    'maxHold',
    () => {
      const run = aHolder({ maxHoldMs: 10_000 });
      run.timer(10_000);
      return run;
    },
  ],
  [
    'stopLoss',
    () => {
      const run = aHolder({ stopLoss: { pct: dec(2) } });
      run.mark(97);
      return run;
    },
  ],
  [
    'killSwitch',
    () => {
      const run = aHolder();
      run.command({ type: 'killSwitch' });
      return run;
    },
  ],
  [
    'liquidation',
    () => {
      const run = aRun();
      run.fill(run.place({ qty: dec(500) }), { qty: dec(500) });
      run.mark(70);
      return run;
    },
  ],
];

describe('an exit that the venue does not take', () => {
  it.each(EXITS)('is tried again by the clock until the position is flat: %s', (purpose, bring) => {
    const run = bring();
    expect(sent(run).map((order) => order.purpose)).toEqual([purpose]);
    for (const [tries, pause] of [1, 2, 4, 8, 16, 30, 30].entries()) {
      reject(run);
      if (tries === 3) restart(run);
      expect(run.engine.core.armedAt).toBeLessThanOrEqual(run.now + pause * 1000);
      run.timer(pause * 1000 - 1);
      expect(sent(run)).toHaveLength(tries + 1);
      run.timer(1);
      expect(sent(run)).toHaveLength(tries + 2);
      expect(newest(run)).toMatchObject({ purpose, type: 'market', reduceOnly: true });
    }
    expect(critical(run)).toHaveLength(1);
    expect(critical(run)[0]).toMatch(
      new RegExp(`^The ${purpose} exit of .* from ${LINEAR.symbol} has failed \\(busy\\)`),
    );
    run.fill(newest(run));
    expect(run.last('tradeClosed')?.trade.exitReason).toBe(purpose);
    expect(run.engine.core.owed.save().size).toBe(0);
    const before = sent(run).length;
    run.timer(MINUTE_MS);
    expect(sent(run)).toHaveLength(before);
  });

  it('goes on after a part of it was filled', () => {
    const run = aHolder({ maxHoldMs: 10_000 });
    run.timer(10_000);
    run.fill(newest(run), { qty: dec('0.4') });
    run.report({ type: 'canceled', clientOrderId: newest(run).clientOrderId, reason: 'no volume' });
    run.timer(1000);
    expect(newest(run).qty.toString()).toBe('0.6');
  });

  it('is not hammered by marks, nor by reports while all is to be flat', () => {
    const run = aHolder({ stopLoss: { pct: dec(2) } });
    run.mark(97);
    reject(run);
    for (const price of [96.5, 96])
      run.step({ kind: 'mark', at: run.now, symbol: LINEAR.symbol, bid: price, ask: price, last: price });
    expect(sent(run)).toHaveLength(1);
    run.command({ type: 'killSwitch' });
    expect(newest(run).purpose).toBe('killSwitch');
    reject(run);
    run.report({ type: 'deposit', id: 'D', amount: dec(1), reason: '' });
    expect(sent(run)).toHaveLength(2);
  });

  it('does not hold a graver one back, and a lesser one does not replace it', () => {
    const run = aHolder({ stopLoss: { pct: dec(5) }, maxHoldMs: 10_000 });
    run.timer(10_000);
    reject(run);
    run.mark(94);
    expect(newest(run).purpose).toBe('stopLoss');
    reject(run);
    run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
    expect(sent(run).map(({ purpose }) => purpose)).toEqual(['maxHold', 'stopLoss', 'stopLoss']);
  });

  it('waits for another order that leaves the position', () => {
    const run = aHolder({ maxHoldMs: 10_000 });
    run.timer(10_000);
    reject(run);
    const own = run.place({ side: 'sell', reduceOnly: true });
    run.timer(1000);
    expect(newest(run)).toBe(own);
    reject(run);
    run.timer(30_000);
    expect(newest(run)).toMatchObject({ purpose: 'maxHold' });
  });

  it('passes the order rate, like anything that reduces', () => {
    const run = aHolder({ maxHoldMs: 10_000 }, { risk: { ...aRun().config.risk, maxOrdersPer10s: 1 } });
    run.timer(10_000);
    for (const pause of [1000, 2000, 4000]) {
      reject(run);
      run.timer(pause);
    }
    expect(sent(run)).toHaveLength(4);
    expect(run.all('orderRefused')).toEqual([]);
  });

  it('ends with a reversal', () => {
    const run = aHolder({ maxHoldMs: 60_000 });
    run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
    reject(run);
    run.fill(run.place({ side: 'sell', qty: dec(2) }));
    run.timer(30_000);
    expect(sent(run)).toHaveLength(1);
  });
});

describe('the trader takes an exit back', () => {
  it('by canceling its order, and no level or time brings it again', () => {
    const run = aHolder({ stopLoss: { pct: dec(2) }, maxHoldMs: MINUTE_MS });
    run.mark(97);
    takeBack(run);
    run.report({ type: 'canceled', clientOrderId: newest(run).clientOrderId, reason: 'on request' });
    restart(run);
    run.mark(96);
    run.timer(2 * MINUTE_MS);
    expect(sent(run)).toHaveLength(1);
    expect(critical(run)).toEqual([]);
    run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
    expect(newest(run).purpose).toBe('manual');
  });

  it('also between two tries', () => {
    const run = aHolder({ maxHoldMs: 10_000 });
    run.timer(10_000);
    reject(run);
    takeBack(run);
    expect(run.last('commandAccepted')?.command.type).toBe('cancelOrder');
    run.timer(MINUTE_MS);
    expect(sent(run)).toHaveLength(1);
    run.command({ type: 'cancelOrder', clientOrderId: run.all('submitOrder')[0]!.order.clientOrderId });
    expect(run.last('commandRefused')?.reason).toMatch(/^no working order/);
  });

  it('but not from the kill switch pressed after it', () => {
    const run = aHolder({ maxHoldMs: 10_000 });
    run.timer(10_000);
    takeBack(run);
    run.report({ type: 'canceled', clientOrderId: newest(run).clientOrderId, reason: 'on request' });
    run.command({ type: 'killSwitch' });
    expect(newest(run).purpose).toBe('killSwitch');
  });
});

describe('an exit that is refused here', () => {
  it('by a halt waits for its end, is told as that, and goes out then', () => {
    const run = aHolder({ maxHoldMs: 10_000 });
    run.command({ type: 'halt' });
    run.timer(10_000);
    for (let minute = 0; minute < 3; minute++) run.timer(MINUTE_MS);
    expect(run.all('orderRefused')).toHaveLength(1);
    expect(run.all('notify').map(({ level, text }) => `${level}: ${text}`)).toEqual([
      expect.stringMatching(/^warning: The maxHold exit .*HALTED.*when trading is resumed\.$/),
    ]);
    restart(run);
    run.command({ type: 'resume' });
    expect(run.engine.core.armedAt).toBe(run.now);
    run.timer(0);
    expect(newest(run).purpose).toBe('maxHold');
  });

  it('by a stopped market goes out once that trades again', () => {
    const run = aHolder({ stopLoss: { pct: dec(2) } });
    run.configure({ instruments: [{ ...LINEAR, isActive: false }] });
    run.mark(97);
    expect(sent(run)).toEqual([]);
    run.configure({ instruments: [LINEAR] });
    run.timer(1000);
    expect(newest(run).purpose).toBe('stopLoss');
  });

  it('as a command is answered, and not carried out behind the back', () => {
    const run = aHolder();
    run.command({ type: 'halt' });
    run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
    run.command({ type: 'resume' });
    run.timer(MINUTE_MS);
    expect(sent(run)).toEqual([]);
  });

  it('in safe mode is one that a stop level does not have: that one goes out', () => {
    const run = aHolder({ stopLoss: { pct: dec(2) }, maxHoldMs: 10_000 });
    run.command({ type: 'enterSafeMode' }, 'two faults');
    restart(run);
    expect(run.engine.core.control).toMatchObject({ isSafeMode: true, tradingState: 'HALTED' });
    run.timer(10_000);
    expect(sent(run)).toEqual([]);
    run.mark(97);
    reject(run);
    run.timer(2000);
    expect(sent(run).map(({ purpose }) => purpose)).toEqual(['stopLoss', 'stopLoss']);
  });
});

describe('dust', () => {
  const coarse = { ...LINEAR, lotSize: dec('0.1'), minQty: dec('0.5') };

  /** Of 1, 0.7 are gone: the rest is less than an order may be. */
  function aRest(plan: ExitPlan, changes: Changes = {}): EngineRun {
    const run = aHolder(plan, { instruments: [coarse], ...changes });
    run.fill(run.place({ side: 'sell', reduceOnly: true, qty: dec('0.7') }));
    return run;
  }

  it('is left alone by levels and time, and refused to the trader with the reason', () => {
    const run = aRest({ stopLoss: { pct: dec(2) }, maxHoldMs: MINUTE_MS });
    run.mark(97);
    run.timer(5 * MINUTE_MS);
    expect(run.all('orderRefused')).toEqual([]);
    run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
    expect(run.last('commandRefused')?.reason).toMatch(/^QTY_BELOW_MIN: quantity 0.3/);
    run.command({ type: 'closeAll' });
    expect(run.last('commandAccepted')?.command.type).toBe('closeAll');
    run.timer(5 * MINUTE_MS);
    expect(run.all('orderRefused')).toHaveLength(1);
  });

  it('does not keep the kill switch from being done, and is told', () => {
    const run = aRest({});
    run.command({ type: 'killSwitch' });
    expect(run.last('flattened')?.dust).toEqual([{ strategy: MANUAL, symbol: LINEAR.symbol, qty: dec('0.3') }]);
    run.report({ type: 'snapshot', positions: [{ symbol: LINEAR.symbol, qty: dec('0.3') }] });
    expect(run.engine.core.control.killSwitchReport?.verifiedAt).toBe(run.now);
    const refused = run.all('orderRefused').length;
    run.timer(5 * MINUTE_MS);
    expect(run.all('orderRefused')).toHaveLength(refused);
  });

  it('does not keep its strategy from entering again', () => {
    const always = aStrategy({
      ...{ id: TEST, symbols: [coarse.symbol], sizing: { kind: 'fixedQty', qty: dec(1) } },
      entry: { long: { kind: 'above', left: theClose(), right: aNumber(0) } },
      exit: {},
    });
    const run = new EngineRun({ instruments: [coarse], strategies: [always], hasVenueProtection: false });
    const entries = (): readonly OrderIntent[] => run.all('submitOrder').map(({ order }) => order);
    run.candle(0, flat(100));
    run.fill(entries().at(-1)!, { qty: dec('0.3') });
    run.candle(1, flat(100));
    expect(entries()).toHaveLength(1);
    run.report({
      type: 'canceled',
      clientOrderId: entries().at(-1)!.clientOrderId,
      reason: 'the rest found no volume',
    });
    run.candle(2, flat(100));
    expect(entries()).toHaveLength(2);
    run.fill(entries().at(-1)!);
    run.candle(3, flat(100));
    expect(entries()).toHaveLength(2);
    expect(run.engine.core.portfolio.position(positionKey(TEST, coarse.symbol))?.qty.toString()).toBe('1.3');
  });

  it('ends an exit that left it, and is told', () => {
    const run = aHolder({ maxHoldMs: 10_000 }, { instruments: [coarse] });
    run.timer(10_000);
    run.fill(newest(run), { qty: dec('0.7') });
    run.report({ type: 'expired', clientOrderId: newest(run).clientOrderId, reason: '' });
    run.timer(5 * MINUTE_MS);
    expect(sent(run)).toHaveLength(1);
    expect(run.all('notify').map(({ text }) => text)).toEqual([
      `0.3 of manual in ${LINEAR.symbol} is left: less than the smallest order can close.`,
    ]);
  });

  it('gets no orders at the venue, and none are asked for', () => {
    const run = aRest({ stopLoss: { pct: dec(2) } }, { hasVenueProtection: true });
    run.report({ type: 'canceled', clientOrderId: run.working('stop')!.clientOrderId, reason: 'too small' });
    const before = run.all('submitOrder').length;
    run.timer(5 * MINUTE_MS);
    expect(run.all('submitOrder')).toHaveLength(before);
  });
});

it('a position larger than one order may be is left by several', () => {
  const run = aHolder({ maxHoldMs: 10_000 });
  run.fill(run.place({ qty: dec(2) }));
  run.configure({ instruments: [{ ...LINEAR, maxQty: dec(2) }] });
  run.timer(10_000);
  expect(newest(run).qty.toString()).toBe('2');
  run.fill(newest(run));
  expect(newest(run).qty.toString()).toBe('1');
  run.fill(newest(run));
  expect(run.last('tradeClosed')?.trade.qty.toString()).toBe('3');
});

it('an exit goes on over what an entry brought while it was on its way', () => {
  const run = aRun();
  run.candle(1, flat(106));
  const entry = run.all('submitOrder')[0]!.order;
  run.fill(entry, { qty: dec('0.5') });
  run.candle(2, flat(90));
  run.fill(entry, { qty: dec('0.5') });
  run.fill(newest(run));
  expect(run.engine.core.portfolio.position(positionKey(TEST, LINEAR.symbol))?.qty.toString()).toBe('0.5');
  expect(newest(run)).toMatchObject({ purpose: 'strategy', qty: dec('0.5') });
  run.fill(newest(run));
  expect(run.engine.core.portfolio.openCount).toBe(0);
});
