// A difference with the venue's account is settled by the trader: books, orders and ledger after each way, and every no.
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import { toWire } from '../../../../src/main/ipc/toWire.ts';
import { positionKey, toStrategyId, toVenueOrderId } from '../../../../src/shared/domain/ids.ts';
import type { AccountDifference, DifferenceSettlement } from '../../../../src/shared/domain/reconciliation.ts';
import type { Condition } from '../../../../src/shared/domain/strategy.ts';
import { aNumber, aStrategy } from '../../../builders/aStrategy.ts';
import { EngineRun, LINEAR, MANUAL, sha256 } from '../../../builders/engineRun.ts';
import { dec } from '../../../builders/risk.ts';

const SYMBOL = LINEAR.symbol;
const TREND = toStrategyId('trend');
const OTHER = toStrategyId('other');
const ORDER = { kind: 'order', symbol: SYMBOL, venueOrderId: toVenueOrderId('X1') } as const;

/** Two strategies on one contract that never enter by themselves; prices at 100. */
function aRun(): EngineRun {
  const never: Condition = { kind: 'below', left: aNumber(1), right: aNumber(0) };
  const stopLoss = { kind: 'percent', pct: dec(5) } as const;
  const strategy = { symbols: [SYMBOL], entry: { long: never, short: never }, risk: { ...aStrategy().risk, stopLoss } };
  const run = new EngineRun({
    instruments: [LINEAR],
    strategies: [
      aStrategy({ id: TREND, ...strategy }),
      aStrategy({ id: OTHER, ...strategy, sides: ['long', 'short'] }),
    ],
  });
  run.candle(0);
  run.mark(100);
  return run;
}

const position = (ours: number | string, theirs: number | string): AccountDifference => ({
  ...{ kind: 'position', symbol: SYMBOL, ours: dec(ours), theirs: dec(theirs) },
});

/** The venue takes every order that comes of it. */
function resolve(run: EngineRun, settlement: DifferenceSettlement): ReturnType<EngineRun['step']> {
  const result = run.command({ type: 'resolveDifference', ...settlement }, 'because');
  for (const effect of result.effects) if (effect.kind === 'submitOrder') run.accept(effect.order);
  return result;
}

/** A position of 2 of the trader's own, whose stop stands. */
function own(run: EngineRun): void {
  run.fill(run.place({ qty: dec(2) }, { stopLoss: { pct: dec(10) } }));
  run.accept(run.working('stop')!);
}

/** The sentence of the refusal; undefined: accepted. */
function refusal(run: EngineRun, settlement: DifferenceSettlement): string | undefined {
  const before = run.engine.snapshot();
  const refused = resolve(run, settlement).events.find((event) => event.kind === 'commandRefused');
  if (refused !== undefined) expect(run.engine.snapshot()).toBe(before);
  return refused?.reason;
}

/** Lets a strategy hold something, as if it had entered. */
const hold = (run: EngineRun, strategy: typeof TREND, theirs: string): unknown => {
  const ours = run.engine.core.portfolio.netQty(SYMBOL).toString();
  return resolve(run, { difference: position(ours, theirs), action: 'assign', strategy, price: dec(100) });
};

const held = (run: EngineRun): readonly string[] =>
  [...run.engine.core.portfolio.open].map(({ strategy, side, qty }) => `${strategy} ${side} ${qty.toString()}`);

const adopt = (ours: string, theirs: string): DifferenceSettlement => ({
  ...{ difference: position(ours, theirs), action: 'adopt', price: dec(100) },
});

describe('a position that the venue holds and we do not', () => {
  it('is adopted under manual, with the default stop at the venue', () => {
    const run = aRun();
    const { effects } = resolve(run, { ...adopt('0', '-0.5'), price: dec(102) });
    expect(held(run)).toEqual(['manual short 0.5']);
    expect(run.last('positionChanged')?.position).toMatchObject({ averageEntry: dec(102), stopPrice: dec('104.5') });
    expect(effects[0]).toMatchObject({ kind: 'submitOrder', order: { side: 'buy', type: 'stop', reduceOnly: true } });
    expect(run.last('commandAccepted')?.command).toMatchObject({ type: 'resolveDifference', reason: 'because' });
    expect(run.engine.core.portfolio.netQty(SYMBOL)).toEqual(dec('-0.5'));
  });

  it('is assigned to a strategy, with the exits of that strategy', () => {
    const run = aRun();
    hold(run, TREND, '0.5');
    expect(held(run)).toEqual(['trend long 0.5']);
    expect(run.last('positionChanged')?.position.stopPrice?.toString()).toBe('95');
  });

  it('is adopted and closed at the market, in every trading state', () => {
    const run = aRun();
    run.command({ type: 'halt' });
    resolve(run, { ...adopt('0', '0.5'), action: 'flatten' });
    const closing = run.working('market');
    expect(closing).toMatchObject({ side: 'sell', qty: dec('0.5'), reduceOnly: true, purpose: 'reversal' });
    run.fill(closing!, { price: dec(99) });
    expect(held(run)).toEqual([]);
    expect(run.last('tradeClosed')?.trade).toMatchObject({
      strategy: MANUAL,
      exitReason: 'reversal',
      pnl: dec('-0.5'),
    });
    expect(run.engine.core.orders.openCount).toBe(1);
  });

  it('is closed alone: what the trader held before stays, with its stop', () => {
    const run = aRun();
    own(run);
    resolve(run, { ...adopt('2', '2.5'), action: 'flatten' });
    expect(run.working('market')).toMatchObject({ side: 'sell', qty: dec('0.5') });
    expect(toWire(run.working('stop'))).toMatchObject({ stopPrice: '90', qty: '2.5' });
    run.fill(run.working('market')!);
    expect(held(run)).toEqual(['manual long 2']);
    expect(run.working('stop')?.qty.toString()).toBe('2');
  });

  it('says so where the order that closes it is refused', () => {
    const run = aRun();
    own(run);
    run.configure({ instruments: [{ ...LINEAR, isActive: false }] });
    resolve(run, { ...adopt('2', '2.5'), action: 'flatten' });
    expect(run.working('market')).toBeUndefined();
    expect(held(run)).toEqual(['manual long 2.5']);
    expect(run.all('notify').at(-1)?.text).toMatch(/^0\.5 .* was adopted, but the order that closes it was refused \(/);
  });
});

describe('a position of which the venue holds less', () => {
  it('closes what the one holder has, at the price', () => {
    const run = aRun();
    hold(run, TREND, '0.5');
    resolve(run, { ...adopt('0.5', '0.2'), price: dec(110) });
    expect(held(run)).toEqual(['trend long 0.2']);
    expect(run.working('stop')).toMatchObject({ qty: dec('0.2') });
    expect(toWire(run.last('ledgerPosted')?.entry)).toMatchObject({ kind: 'realisedPnl', amount: '3' });
    resolve(run, { ...adopt('0.2', '0'), price: dec(110) });
    expect(held(run)).toEqual([]);
    expect(toWire(run.last('tradeClosed')?.trade)).toMatchObject({ strategy: TREND, exitReason: 'manual', pnl: '5' });
  });

  it('closes beyond zero: first what is held against it, the rest is opened', () => {
    const run = aRun();
    hold(run, TREND, '0.5');
    hold(run, OTHER, '0.8');
    expect(held(run)).toEqual(['trend long 0.5', 'other long 0.3']);
    resolve(run, { ...adopt('0.8', '-0.1'), action: 'assign', strategy: OTHER });
    expect(held(run)).toEqual(['other short 0.1']);
    expect(run.last('positionChanged')?.position.stopPrice?.toString()).toBe('105');
  });

  it('has to be assigned where several hold it, and to one of them', () => {
    const run = aRun();
    hold(run, TREND, '0.5');
    hold(run, OTHER, '0.8');
    const whose = 'it would close what trend, other hold: assign it to one of them';
    expect(refusal(run, adopt('0.8', '0.7'))).toBe(whose);
    expect(refusal(run, { ...adopt('0.8', '0.7'), action: 'assign', strategy: MANUAL })).toBe(whose);
    expect(refusal(run, { ...adopt('0.8', '0.7'), action: 'assign', strategy: OTHER })).toBeUndefined();
    expect(held(run)).toEqual(['trend long 0.5', 'other long 0.2']);
  });

  it('leaves nothing to close at the venue', () => {
    const run = aRun();
    hold(run, TREND, '0.5');
    expect(refusal(run, { ...adopt('0.5', '0.2'), action: 'flatten' })).toMatch(/^the venue holds less than we/);
  });
});

describe('nothing is done', () => {
  it.each<readonly [string, DifferenceSettlement, RegExp]>([
    ['where we hold something else by now', adopt('0.1', '0.5'), /^we hold 0 .* now, not 0\.1; look at/],
    ['where nothing differs', adopt('0', '0'), /^nothing differs any more/],
    ['without a price', { difference: position(0, 1), action: 'adopt' }, /^the price .* was not given/],
    ['at no price', { ...adopt('0', '1'), price: dec(0) }, /^the price .* was not given/],
    ['without a strategy', { ...adopt('0', '1'), action: 'assign' }, /^the strategy .* was not given/],
    [
      'for a stranger',
      { ...adopt('0', '1'), action: 'assign', strategy: toStrategyId('nobody') },
      /^nobody does not trade/,
    ],
    ['on the wrong side', { ...adopt('0', '-1'), action: 'assign', strategy: TREND }, /^trend does not hold short/],
    ['about dust', { ...adopt('0', '0.0001'), action: 'flatten' }, /less than the smallest order can close/],
    ['about an order by adopting it', { difference: ORDER, action: 'adopt' }, /^an order that is not ours can be/],
    ['about what is not ignored', { difference: ORDER, action: 'restore' }, /^it is not ignored/],
    ['about a balance by closing it', { ...aBalance('10000', '9000'), action: 'flatten' }, /^a balance can be/],
    [
      'where the balance is another by now',
      { ...aBalance('1', '2'), action: 'adopt' },
      /^the balance here is 10000 now/,
    ],
  ])('%s', (_name, settlement, sentence) => {
    expect(refusal(aRun(), settlement)).toMatch(sentence);
  });

  it('while an order of ours is on its way there', () => {
    const run = aRun();
    const { clientOrderId } = run.place({ qty: dec(1) });
    expect(refusal(run, adopt('0', '1'))).toBe(
      `what becomes of our order ${clientOrderId} is not known yet; look at the difference again`,
    );
  });
});

function aBalance(ours: string, theirs: string): Pick<DifferenceSettlement, 'difference'> {
  return { difference: { kind: 'balance', ours: dec(ours), theirs: dec(theirs) } };
}

describe('a balance', () => {
  it('is adopted as a correction of the ledger that tells the reason, and is no loss', () => {
    const run = aRun();
    resolve(run, { ...aBalance('10000', '9000'), action: 'adopt' });
    expect(run.last('ledgerPosted')?.entry).toMatchObject({
      ...{ kind: 'correction', amount: dec(-1000), balance: dec(9000) },
      cause: 'adopted-1: because',
    });
    expect(run.engine.core.control.peakEquity).toEqual(dec(9000));
  });

  it('is compared only while nothing is held', () => {
    const run = aRun();
    hold(run, TREND, '0.5');
    expect(refusal(run, { ...aBalance('10000', '9000'), action: 'adopt' })).toMatch(/^positions are open/);
  });
});

describe('what is ignored', () => {
  const ignored = (): EngineRun => {
    const run = aRun();
    resolve(run, { difference: position(0, '0.5'), action: 'ignore' });
    resolve(run, { difference: ORDER, action: 'ignore' });
    resolve(run, { ...aBalance('10000', '9000'), action: 'ignore' });
    return run;
  };

  it('does not count any more, and only what is beyond it is adopted', () => {
    const run = ignored();
    const compare = (qty: string): readonly unknown[] => {
      run.report({ type: 'snapshot', positions: [{ symbol: SYMBOL, qty: dec(qty) }], balance: dec(9000) });
      return run.last('venueCompared')?.positions ?? [];
    };
    expect(compare('0.5')).toEqual([]);
    expect(run.last('venueCompared')?.balanceDrift).toEqual(dec(0));
    expect(run.engine.core.feed.reconciling.size).toBe(0);
    expect(compare('0.7')).toHaveLength(1);
    resolve(run, adopt('0', '0.7'));
    expect(held(run)).toEqual(['manual long 0.2']);
    expect(compare('0.7')).toEqual([]);
  });

  it('does not keep a kill switch from being verified', () => {
    const run = ignored();
    run.command({ type: 'killSwitch' });
    run.report({ type: 'snapshot', positions: [{ symbol: SYMBOL, qty: dec('0.5') }] });
    expect(run.engine.core.control.killSwitchReport?.verifiedAt).toBe(run.now);
  });

  it('outlives a restart to the last byte, in a snapshot that an older program refuses', () => {
    const run = ignored();
    const snapshot = run.engine.snapshot();
    expect(Engine.restore(snapshot, sha256).snapshot()).toBe(snapshot);
    expect(snapshot).toContain('"version":5');
    const { accepted } = Engine.restore(snapshot, sha256).core;
    expect([accepted.offsetOf(SYMBOL), accepted.balanceOffset, [...accepted.orders.keys()]]).toEqual([
      ...[dec('0.5'), dec(-1000), ['X1']],
    ]);
  });

  it('counts again when the trader says so, and then leaves no trace', () => {
    const run = ignored();
    for (const difference of [position(0, '0.5'), ORDER, aBalance('10000', '9000').difference])
      expect(refusal(run, { difference, action: 'restore' })).toBeUndefined();
    expect(run.engine.snapshot()).toContain('"version":4');
    expect(run.engine.snapshot()).not.toContain('accepted');
  });

  it('is ignored as a whole: a later figure takes the place of the one before', () => {
    const run = ignored();
    resolve(run, { difference: position(0, '0.7'), action: 'ignore' });
    expect(run.engine.core.accepted.offsetOf(SYMBOL)).toEqual(dec('0.7'));
    resolve(run, { difference: position(0, 0), action: 'ignore' });
    expect(run.engine.core.accepted.positions.size).toBe(0);
  });
});

it('an order that is not ours is canceled by an effect, and never one of ours', () => {
  const run = aRun();
  const effects = resolve(run, { difference: ORDER, action: 'flatten' }).effects;
  expect(effects).toContainEqual({ kind: 'cancelForeignOrder', symbol: SYMBOL, venueOrderId: 'X1' });
  const intent = run.place({ type: 'limit', limitPrice: dec(99) });
  run.accept(intent);
  const venueOrderId = run.engine.core.orders.findWorking(intent.clientOrderId)!.venueOrderId!;
  expect(refusal(run, { difference: { ...ORDER, venueOrderId }, action: 'flatten' })).toMatch(/is ours$/);
});

it.each([true, false])(
  'a position without a stop gets one with what is taken over (at the venue: %s)',
  (hasVenueProtection) => {
    const run = aRun();
    run.configure({ hasVenueProtection });
    run.fill(run.place({ qty: dec(1) }));
    resolve(run, adopt('1', '2'));
    if (hasVenueProtection) expect(toWire(run.working('stop'))).toMatchObject({ qty: '2', stopPrice: '98' });
    else {
      run.mark(97);
      expect(run.working('market')).toMatchObject({ purpose: 'stopLoss', side: 'sell' });
    }
  },
);

it('books of adopted positions have exits to their key', () => {
  const run = aRun();
  resolve(run, adopt('0', '1'));
  expect(run.engine.core.exits.get(positionKey(MANUAL, SYMBOL))?.plan).toEqual({ stopLoss: { pct: dec(2) } });
});
