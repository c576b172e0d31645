// The reconciliation inbox of a link: what waits, with what can be done about it, and what is gone once it is settled.
import { describe, expect, it } from 'vitest';
import { settleDifference, type Settlement } from '../../../../src/main/app/settleDifference.ts';
import type { EngineHost } from '../../../../src/main/app/host/engineHost.ts';
import type { VenueOrder } from '../../../../src/main/venues/ports.ts';
import type { UserCommand } from '../../../../src/main/engine/kernel/inputs.ts';
import { toVenueOrderId } from '../../../../src/shared/domain/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../../../src/shared/time.ts';
import { BTC, ETH, LinkRun } from '../../../builders/linkRun.ts';
import { dec } from '../../../builders/risk.ts';

const foreign = (id: string, part: Partial<VenueOrder> = {}): VenueOrder => ({
  ...{ symbol: BTC, side: 'buy', qty: dec(1), filledQty: dec(0), limitPrice: dec(90), state: 'open' },
  ...{ clientOrderId: undefined, venueOrderId: toVenueOrderId(id) },
  ...part,
});

/** A link whose venue knows an order, a position and money that we do not. */
async function aLink(differs: (test: LinkRun) => void): Promise<LinkRun> {
  const test = await LinkRun.live();
  differs(test);
  await test.pass(65 * SECOND_MS);
  return test;
}

const anOrder = (test: LinkRun): void => void (test.connection.openOrders = [foreign('X1')]);
const aPosition = (test: LinkRun): void => void (test.connection.positions = [{ symbol: ETH, qty: dec(2) }]);
const aBalance = (test: LinkRun): void => void (test.connection.balance = dec(9000));

/** As the host does it; the refusal, or an empty text. */
async function settle(test: LinkRun, settlement: Settlement): Promise<string> {
  const host = {
    link: test.link,
    settle: () => undefined,
    command: (command: UserCommand) => {
      test.run.now = test.connection.clock.now();
      const before = test.run.all('commandRefused').length;
      test.take({ kind: 'command', at: test.run.now, command });
      const refused = test.run.all('commandRefused')[before];
      return { isAccepted: refused === undefined, reason: refused?.reason ?? '', events: [] };
    },
  };
  const { reason } = settleDifference(host as unknown as EngineHost, settlement, { by: 'window', reason: 'because' });
  await test.pass(0);
  return reason;
}

const waiting = (test: LinkRun): readonly string[] =>
  test.link.inbox.flatMap(({ id, isIgnored }) => (isIgnored ? [] : [id]));

describe('what waits', () => {
  it('is an order that is not ours, to be canceled or ignored', async () => {
    const test = await aLink(anOrder);
    expect(test.link.inbox).toMatchObject([
      {
        ...{
          id: 'order:X1',
          isIgnored: false,
          strategies: [],
          text: `${BTC}: order X1 at the venue (buy 1, limit 90) is not ours.`,
        },
        difference: { kind: 'order', symbol: BTC, venueOrderId: 'X1' },
        actions: [{ action: 'flatten' }, { action: 'ignore' }],
      },
    ]);
    expect(test.link.comparing).toEqual([]);
  });

  it('is a position, with the price there is now and what each action does', async () => {
    const test = await aLink(aPosition);
    const [item] = test.link.inbox;
    expect(item).toMatchObject({ id: `position:${ETH}:0:2`, difference: { ours: dec(0), theirs: dec(2) } });
    expect(item?.price?.toString()).toBe('100');
    expect(item?.actions.map(({ action, text }) => `${action}: ${text}`)).toEqual([
      'adopt: Books at your price: adds 2 long under manual, with a stop 2 % away unless it has one. No order goes out for it.',
      'flatten: Books at your price: adds 2 long under manual, with a stop 2 % away unless it has one; then a reduce-only market ' +
        'order closes 2 at the venue.',
      'ignore: The venue may hold +2 beside what we hold, from now on. Nothing protects it.',
    ]);
  });

  it('is a balance, to be adopted or ignored', async () => {
    const test = await aLink(aBalance);
    expect(test.link.inbox).toMatchObject([
      { id: 'balance:-1000', actions: [{ action: 'adopt' }, { action: 'ignore' }] },
    ]);
    expect(test.run.engine.core.feed.isReconciling).toBe(true);
  });

  it('keeps its time until its figures change, and is told again then', async () => {
    const test = await aLink(aPosition);
    const since = test.link.inbox[0]!.since;
    await test.pass(MINUTE_MS);
    expect([waiting(test), test.link.inbox[0]!.since]).toEqual([[`position:${ETH}:0:2`], since]);
    test.connection.positions = [{ symbol: ETH, qty: dec(3) }];
    await test.pass(MINUTE_MS);
    expect(waiting(test)).toEqual([`position:${ETH}:0:3`]);
    expect(test.notices).toHaveLength(2);
  });

  it('is not what settles itself: that is being compared', async () => {
    const test = await aLink((run) => {
      const intent = run.place({ type: 'limit', limitPrice: dec(99) });
      run.run.accept(intent);
      run.connection.openOrders = [run.theirs(intent, { filledQty: dec('0.5'), state: 'partiallyFilled' })];
    });
    expect(waiting(test)).toEqual([]);
    expect(test.link.comparing.map(({ symbol }) => symbol)).toEqual([BTC]);
    expect(test.link.comparing[0]?.text).toMatch(/0\.5 are filled at the venue, 0 here\.$/);
  });
});

describe('once it is settled', () => {
  it('an adopted position agrees, and its symbol takes entries again', async () => {
    const test = await aLink(aPosition);
    expect(await settle(test, { id: `position:${ETH}:0:2`, action: 'adopt', price: dec(99) })).toBe('');
    expect(test.run.last('positionChanged')?.position).toMatchObject({ strategy: 'manual', averageEntry: dec(99) });
    expect(test.link.inbox).toEqual([]);
    await test.pass(3 * SECOND_MS);
    expect([test.link.inbox, test.run.engine.core.feed.reconciling.size]).toEqual([[], 0]);
  });

  it('an ignored one stays ignored over a restart, and may be counted again', async () => {
    const test = await aLink(aPosition);
    expect(await settle(test, { id: `position:${ETH}:0:2`, action: 'ignore' })).toBe('');
    await test.restart();
    test.mark(ETH);
    await test.pass(MINUTE_MS);
    expect(test.run.engine.core.feed.reconciling.size).toBe(0);
    expect(test.link.inbox).toMatchObject([
      { id: `position:${ETH}`, isIgnored: true, actions: [{ action: 'restore' }] },
    ]);
    expect(await settle(test, { id: `position:${ETH}`, action: 'restore' })).toBe('');
    await test.pass(3 * SECOND_MS);
    expect(waiting(test)).toEqual([`position:${ETH}:0:2`]);
    expect([...test.run.engine.core.feed.reconciling]).toEqual([ETH]);
  });

  it('beyond what is ignored it waits again, and names that', async () => {
    const test = await aLink(aPosition);
    await settle(test, { id: `position:${ETH}:0:2`, action: 'ignore' });
    test.connection.positions = [{ symbol: ETH, qty: dec(5) }];
    await test.pass(MINUTE_MS);
    const [item] = test.link.inbox;
    expect(item?.text).toBe(`${ETH}: the venue holds 5, we 0 besides 2 that may differ.`);
    expect(item?.actions[0]?.text).toMatch(/adds 3 long/);
  });

  it('an ignored order lets entries through while others of the symbol do not', async () => {
    const test = await aLink((run) => (run.connection.openOrders = [foreign('X1'), foreign('X2')]));
    await settle(test, { id: 'order:X1', action: 'ignore' });
    await test.pass(3 * SECOND_MS);
    expect([waiting(test), [...test.run.engine.core.feed.reconciling]]).toEqual([['order:X2'], [BTC]]);
    await settle(test, { id: 'order:X2', action: 'ignore' });
    await test.pass(3 * SECOND_MS);
    expect([waiting(test), test.run.engine.core.feed.reconciling.size]).toEqual([[], 0]);
  });

  it('an order that the venue goes on with comes back after two readings', async () => {
    const test = await aLink(anOrder);
    await settle(test, { id: 'order:X1', action: 'flatten' });
    expect(test.run.all('cancelForeignOrder')).toHaveLength(1);
    expect(waiting(test)).toEqual([]);
    await test.pass(3 * SECOND_MS);
    expect(waiting(test)).toEqual(['order:X1']);
  });

  it('an adopted balance frees the account', async () => {
    const test = await aLink(aBalance);
    expect(await settle(test, { id: 'balance:-1000', action: 'adopt' })).toBe('');
    await test.pass(3 * SECOND_MS);
    expect(test.run.engine.core.portfolio.balance).toEqual(dec(9000));
    expect(test.run.engine.core.feed.isReconciling).toBe(false);
  });
});

describe('is refused in a sentence', () => {
  it('where the trader saw another figure', async () => {
    const test = await aLink(aPosition);
    expect(await settle(test, { id: `position:${ETH}:0:1`, action: 'adopt' })).toMatch(
      /^no difference ".*" stands any more/,
    );
    expect(test.run.all('commandAccepted')).toEqual([]);
  });

  it('where the difference does not take the action', async () => {
    const test = await aLink(anOrder);
    expect(await settle(test, { id: 'order:X1', action: 'adopt' })).toBe(
      'this difference cannot be settled by adopt; it takes flatten, ignore',
    );
  });
});
