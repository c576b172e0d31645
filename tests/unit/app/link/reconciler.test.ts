// Our account against the venue's: what a crash or a lost connection leaves behind, and what is not ours.
import { describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../../../src/shared/domain/order.ts';
import { toVenueOrderId } from '../../../../src/shared/domain/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../../../src/shared/time.ts';
import { BTC, ETH, LinkRun } from '../../../builders/linkRun.ts';
import { dec } from '../../../builders/risk.ts';
import { unreachable } from '../../../fakes/fakeConnection.ts';

/** A live link with fresh prices. */
async function aLink(): Promise<LinkRun> {
  const test = await LinkRun.live();
  test.inputs.length = 0;
  test.connection.questions.length = 0;
  return test;
}

const limit = { type: 'limit', limitPrice: dec(99) } as const;

/** An order that works at both. */
async function aWorkingOrder(): Promise<{ test: LinkRun; intent: OrderIntent }> {
  const test = await aLink();
  const intent = test.place(limit);
  test.connection.openOrders = [test.theirs(intent)];
  test.run.accept(intent);
  return { test, intent };
}

const fillOf = (test: LinkRun, intent: OrderIntent, qty = intent.qty): ReturnType<typeof test.run.aFill> =>
  test.run.aFill(intent, { qty, at: test.connection.clock.now() });

const inShort = (test: LinkRun): readonly string[] =>
  test.reports.map((report) => ('reason' in report ? `${report.type}: ${report.reason}` : report.type));

describe('after a crash', () => {
  it('an order that was accepted but not journaled as such is open', async () => {
    const test = await aLink();
    const intent = test.place(limit);
    test.connection.openOrders = [test.theirs(intent)];
    await test.restart();
    expect(test.reports).toMatchObject([
      { type: 'accepted', venueOrderId: `V-${intent.clientOrderId}` },
      { type: 'snapshot' },
    ]);
    expect(test.run.order(intent).state).toBe('open');
    expect(test.feedText.filter((text) => text.startsWith('reconcil'))).toEqual(['reconciling', 'reconciled']);
  });

  it('fills that were not journaled are booked, oldest first, before what ended the order', async () => {
    const { test, intent } = await aWorkingOrder();
    const fills = [fillOf(test, intent, dec('0.25')), fillOf(test, intent, dec('0.5'))];
    test.connection.openOrders = [];
    test.connection.endedOrders = [
      test.theirs(intent, { state: 'canceled', filledQty: dec('0.75'), reason: 'by hand' }),
    ];
    test.connection.fills = fills;
    test.connection.positions = [{ symbol: BTC, qty: dec('0.75') }];
    await test.restart();
    expect(inShort(test)).toEqual(['filled', 'filled', 'canceled: by hand', 'snapshot']);
    expect(test.run.order(intent)).toMatchObject({ state: 'canceled', filledQty: dec('0.75') });
    expect(test.run.all('reportIgnored')).toEqual([]);
    expect(test.notices).toEqual([]);
  });

  it('an order filled while we were dead is filled once, though the venue tells it again', async () => {
    const test = await aLink();
    const intent = test.place();
    const fill = fillOf(test, intent);
    test.connection.endedOrders = [test.theirs(intent, { state: 'filled', filledQty: intent.qty })];
    test.connection.fills = [fill];
    test.connection.positions = [{ symbol: BTC, qty: dec(1) }];
    await test.restart();
    test.report({ type: 'filled', fill });
    expect(test.run.all('orderFilled')).toHaveLength(1);
    expect(test.run.engine.core.portfolio.netQty(BTC)).toEqual(dec(1));
    await test.pass(5 * MINUTE_MS);
    expect(test.run.engine.core.feed.reconciling.size).toBe(0);
    expect(test.connection.performed).toEqual([]);
  });

  it('an order that never arrived is given up when two readings 10 s apart agree, and never sent again', async () => {
    const test = await aLink();
    const intent = test.place();
    await test.restart();
    expect(test.run.order(intent).state).toBe('submitting');
    expect(test.feedText.slice(-2)).toEqual(['reconciled', `reconciling ${BTC}`]);
    await test.pass(10 * SECOND_MS - 1);
    expect(test.run.order(intent).state).toBe('submitting');
    await test.pass(1);
    expect(test.run.order(intent)).toMatchObject({ state: 'rejected', reason: 'it never reached the venue' });
    expect(test.feedText.at(-1)).toBe(`reconciled ${BTC}`);
    expect(test.connection.performed).toEqual([]);
  });

  it('an order that turns up between the two readings is open', async () => {
    const test = await aLink();
    const intent = test.place(limit);
    await test.restart();
    await test.pass(7 * SECOND_MS);
    test.connection.openOrders = [test.theirs(intent)];
    await test.pass(4 * SECOND_MS);
    expect(test.run.order(intent).state).toBe('open');
    test.connection.openOrders = [];
    await test.pass(9 * SECOND_MS);
    // The first reading that missed it no longer counts.
    expect(test.run.order(intent).state).toBe('open');
    await test.pass(11 * SECOND_MS);
    expect(test.run.order(intent)).toMatchObject({ state: 'canceled', reason: 'the venue does not know it any more' });
  });

  it('a cancellation that never left is asked for again; one that did is seen', async () => {
    const { test, intent } = await aWorkingOrder();
    test.run.command({ type: 'cancelOrder', clientOrderId: intent.clientOrderId });
    await test.restart();
    expect(test.connection.performed).toEqual([]);
    await test.pass(2 * SECOND_MS);
    expect(test.connection.performed).toEqual([{ kind: 'cancelOrder', clientOrderId: intent.clientOrderId }]);
    test.connection.openOrders = [];
    test.connection.endedOrders = [test.theirs(intent, { state: 'canceled' })];
    await test.restart();
    expect(test.run.order(intent).state).toBe('canceled');
  });

  it('a change that never left is asked for again', async () => {
    const { test, intent } = await aWorkingOrder();
    test.connection.openOrders = [test.theirs(intent, { limitPrice: dec(98) })];
    await test.restart();
    await test.pass(2 * SECOND_MS);
    const { clientOrderId } = intent;
    expect(test.connection.performed).toMatchObject([
      { kind: 'amendOrder', clientOrderId, qty: dec(1), limitPrice: dec(99) },
    ]);
    await test.pass(30 * SECOND_MS);
    expect(test.connection.performed).toHaveLength(1);
    test.connection.openOrders = [test.theirs(intent)];
    await test.pass(5 * SECOND_MS);
    expect(test.run.engine.core.feed.reconciling.size).toBe(0);
  });

  it('funding and liquidations that were not journaled are booked once', async () => {
    const test = await aLink();
    const intent = test.place();
    const opening = fillOf(test, intent);
    test.run.report({ type: 'filled', fill: opening });
    const funding = { type: 'funding', id: 'f1', symbol: BTC, rate: 0.0001, amount: dec('-0.01') } as const;
    const closing = { ...fillOf(test, intent), side: 'sell' } as const;
    test.connection.accountReports = [funding, { type: 'liquidated', strategy: intent.strategy, fill: closing }];
    test.connection.balance = dec('9999.99');
    await test.restart();
    await test.restart();
    expect(test.run.engine.core.portfolio.balance).toEqual(dec('9999.99'));
    expect(test.run.engine.core.portfolio.openCount).toBe(0);
    expect(test.notices).toEqual([]);
    expect(test.run.engine.core.feed.isReconciling).toBe(false);
  });
});

describe('an order whose fate is unknown', () => {
  it('is looked up within 5 s, and its symbol alone waits', async () => {
    const test = await aLink();
    const intent = test.place(limit);
    test.report({ type: 'unknown', clientOrderId: intent.clientOrderId, reason: 'no answer' });
    test.connection.openOrders = [test.theirs(intent)];
    await test.pass(5 * SECOND_MS);
    expect(test.run.order(intent).state).toBe('open');
    expect(test.feedText).toEqual([`reconciled ${BTC}`]);
  });

  it('is rejected only after two readings 10 s apart', async () => {
    const test = await aLink();
    const intent = test.place();
    test.report({ type: 'unknown', clientOrderId: intent.clientOrderId, reason: 'no answer' });
    await test.pass(14 * SECOND_MS);
    expect(test.run.order(intent).state).toBe('unknown');
    await test.pass(SECOND_MS);
    expect(test.run.order(intent)).toMatchObject({ state: 'rejected', reason: 'it never reached the venue' });
  });

  it('just sent, is not doubted before 10 s have passed', async () => {
    const test = await aLink();
    await test.pass(SECOND_MS);
    const intent = test.place();
    await test.pass(10 * SECOND_MS - 1);
    expect(test.connection.questions.some(({ what }) => what.startsWith('findOrder'))).toBe(false);
    await test.pass(15 * SECOND_MS);
    expect(test.run.order(intent).state).toBe('rejected');
  });
});

describe('while running', () => {
  it('asks for orders every 5 s while any are open, positions every 30 s, the balance every 60 s', async () => {
    const test = await aLink();
    const count = (what: string): number => test.connection.questions.filter((each) => each.what === what).length;
    await test.pass(2 * MINUTE_MS);
    expect([count('positions'), count('balance')]).toEqual([4, 2]);
    expect(count('openOrders')).toBe(4);
    test.mark();
    const intent = test.place(limit);
    test.connection.openOrders = [test.theirs(intent)];
    test.run.accept(intent);
    test.connection.questions.length = 0;
    await test.pass(MINUTE_MS);
    expect([count('openOrders'), count('positions'), count('balance')]).toEqual([12, 2, 1]);
  });

  it('says nothing to the engine while all agrees', async () => {
    const { test } = await aWorkingOrder();
    await test.pass(10 * MINUTE_MS);
    expect(test.inputs).toEqual([]);
  });

  it('books a fill whose report was lost', async () => {
    const { test, intent } = await aWorkingOrder();
    test.connection.openOrders = [test.theirs(intent, { state: 'partiallyFilled', filledQty: dec('0.5') })];
    test.connection.fills = [fillOf(test, intent, dec('0.5'))];
    test.connection.positions = [{ symbol: BTC, qty: dec('0.5') }];
    await test.pass(5 * SECOND_MS);
    expect(inShort(test)).toEqual(['filled']);
    expect(test.run.order(intent).state).toBe('partiallyFilled');
  });

  it('raises no alarm for a fill in flight at a reading', async () => {
    const { test, intent } = await aWorkingOrder();
    await test.pass(28 * SECOND_MS);
    const fill = fillOf(test, intent);
    test.connection.beforeAnswer = (what) => {
      if (what !== 'positions') return;
      // The venue has answered; the report overtakes the answer.
      test.connection.beforeAnswer = () => undefined;
      test.connection.openOrders = [];
      test.connection.endedOrders = [test.theirs(intent, { state: 'filled', filledQty: dec(1) })];
      test.connection.fills = [fill];
      test.connection.positions = [{ symbol: BTC, qty: dec(1) }];
      test.report({ type: 'filled', fill });
    };
    await test.pass(MINUTE_MS);
    expect(test.run.order(intent).state).toBe('filled');
    expect(test.feedText).toEqual([]);
    expect(test.notices).toEqual([]);
  });

  it('verifies a kill switch at the venue at once', async () => {
    const test = await aLink();
    test.run.command({ type: 'killSwitch' });
    expect(test.run.engine.core.control.killSwitchReport?.verifiedAt).toBeUndefined();
    test.link.reconcile();
    await test.pass(0);
    expect(test.run.engine.core.control.killSwitchReport?.verifiedAt).toBe(test.run.engine.core.clock);
  });
});

const UNTIL = 'until it is resolved in the reconciliation inbox';

describe('what is not ours', () => {
  it('an unknown order blocks its symbol alone, with a notice, until it is gone', async () => {
    const test = await aLink();
    const foreign = { symbol: BTC, side: 'buy', qty: dec(1), filledQty: dec(0), state: 'open' } as const;
    test.connection.openOrders = [{ ...foreign, clientOrderId: undefined, venueOrderId: toVenueOrderId('X1') }];
    await test.pass(30 * SECOND_MS);
    expect(test.notices).toEqual([]);
    await test.pass(2 * SECOND_MS);
    expect(test.notices).toEqual([`${BTC}: order X1 at the venue (buy 1) is not ours; no new entries there ${UNTIL}`]);
    expect(test.feedText).toEqual([`reconciling ${BTC}`]);
    expect(() => test.place()).toThrow('RECONCILING');
    expect(() => test.place({ symbol: ETH })).not.toThrow();
    expect(test.connection.performed).toEqual([]);
    test.connection.openOrders = [];
    await test.pass(5 * SECOND_MS);
    expect(test.feedText.at(-1)).toBe(`reconciled ${BTC}`);
  });

  it('a position that differs in two readings is compared by the engine and told once', async () => {
    const test = await aLink();
    test.connection.positions = [{ symbol: ETH, qty: dec(2) }];
    await test.pass(3 * MINUTE_MS);
    expect(test.notices).toEqual([`${ETH}: the venue holds 2, we 0; no new entries there ${UNTIL}`]);
    expect(inShort(test)).toEqual(['snapshot']);
    expect(test.run.last('venueCompared')?.positions).toEqual([{ symbol: ETH, ours: dec(0), theirs: dec(2) }]);
    expect([...test.run.engine.core.feed.reconciling]).toEqual([ETH]);
    test.connection.positions = [];
    await test.pass(5 * SECOND_MS);
    expect(test.run.engine.core.feed.reconciling.size).toBe(0);
  });

  it('a balance that drifted stops all entries', async () => {
    const test = await aLink();
    test.connection.balance = dec(9000);
    await test.pass(62 * SECOND_MS);
    expect(test.notices).toEqual([`the balance at the venue is 9000, here 10000; no new entries at all ${UNTIL}`]);
    expect(test.run.engine.core.feed.isReconciling).toBe(true);
    test.connection.balance = dec(10_000);
    await test.pass(5 * SECOND_MS);
    expect(test.run.engine.core.feed.isReconciling).toBe(false);
  });

  it('a balance says nothing while something is held, nor behind its last decimals', async () => {
    const test = await aLink();
    test.connection.balance = dec('10000.000000000000000000001');
    await test.pass(62 * SECOND_MS);
    test.mark();
    test.run.report({ type: 'filled', fill: fillOf(test, test.place()) });
    test.connection.positions = [{ symbol: BTC, qty: dec(1) }];
    test.connection.balance = dec(9000);
    await test.pass(62 * SECOND_MS);
    expect(test.notices).toEqual([]);
    expect(test.feedText).toEqual([]);
  });

  it('an order of ours that has ended here is canceled there', async () => {
    const { test, intent } = await aWorkingOrder();
    test.report({ type: 'canceled', clientOrderId: intent.clientOrderId, reason: 'so it was said' });
    await test.pass(32 * SECOND_MS);
    expect(test.connection.performed).toEqual([{ kind: 'cancelOrder', clientOrderId: intent.clientOrderId }]);
    expect([...test.run.engine.core.feed.reconciling]).toEqual([BTC]);
    test.connection.openOrders = [];
    await test.pass(5 * SECOND_MS);
    expect(test.run.engine.core.feed.reconciling.size).toBe(0);
  });

  it('a repeated fill of an order that is long forgotten is left out', async () => {
    const test = await aLink();
    const fill = { ...fillOf(test, test.place()), clientOrderId: 'fdold' as OrderIntent['clientOrderId'] };
    test.booked.add(fill.fillId);
    test.report({ type: 'filled', fill });
    expect(test.reports).toEqual([]);
  });
});

describe('after a lost connection', () => {
  it('what ended an order is heard only after the fills that were missed', async () => {
    const { test, intent } = await aWorkingOrder();
    test.connection.lose();
    test.connection.openOrders = [];
    test.connection.endedOrders = [test.theirs(intent, { state: 'canceled', filledQty: dec('0.5') })];
    test.connection.fills = [fillOf(test, intent, dec('0.5'))];
    test.connection.positions = [{ symbol: BTC, qty: dec('0.5') }];
    test.report({ type: 'canceled', clientOrderId: intent.clientOrderId, reason: 'expired with us away' });
    expect(test.run.order(intent).state).toBe('open');
    await test.pass(2 * SECOND_MS);
    expect(inShort(test)).toEqual(['filled', 'canceled: the venue says it is canceled', 'snapshot']);
    expect(test.run.engine.core.feed.isReconciling).toBe(false);
  });

  it('an end that the venue had not listed yet follows', async () => {
    const { test, intent } = await aWorkingOrder();
    test.connection.lose();
    test.report({ type: 'canceled', clientOrderId: intent.clientOrderId, reason: 'just now' });
    await test.pass(2 * SECOND_MS);
    expect(inShort(test)).toEqual(['canceled: just now']);
    test.connection.openOrders = [];
    await test.pass(2 * SECOND_MS);
    expect(test.run.engine.core.feed).toMatchObject({ isReconciling: false, reconciling: new Set() });
  });

  it('the engine waits for as long as the venue cannot be asked', async () => {
    const test = await aLink();
    test.connection.venueError = unreachable;
    test.connection.lose();
    await test.pass(10 * SECOND_MS);
    const failingSince = test.link.status.reconcileFailingSince ?? 0;
    expect(test.connection.clock.now() - failingSince).toBeGreaterThan(8 * SECOND_MS);
    await test.pass(2 * MINUTE_MS);
    expect(test.run.engine.core.feed).toMatchObject({ isConnected: true, isReconciling: true });
    expect(test.link.status.reconcileFailingSince).toBe(failingSince);
    test.connection.venueError = undefined;
    await test.pass(36 * SECOND_MS);
    expect(test.run.engine.core.feed.isReconciling).toBe(false);
    expect(test.link.status.reconcileFailingSince).toBeUndefined();
  });
});
