// A disk that fails: nothing is sent that was not written, and the next host goes on exactly where the journal ends.
import { describe, expect, it } from 'vitest';
import { HASHES } from '../../../../src/main/app/hashes.ts';
import { verifyJournal } from '../../../../src/main/app/verifyJournal.ts';
import { encode } from '../../../../src/main/engine/kernel/canonical.ts';
import type { Connection, OrderEffect } from '../../../../src/main/venues/ports.ts';
import type { JournalCommit } from '../../../../src/main/store/ports/journal.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/shared/time.ts';
import { busyHost } from '../../../builders/busyHost.ts';
import { HostRun, STILL_WALL } from '../../../builders/hostRun.ts';
import { ManagedHosts, settled } from '../../../builders/managedHosts.ts';
import { MemoryJournal } from '../../../fakes/memoryJournal.ts';

const full = new AppError('NOT_WRITABLE', 'foredeck.db: the disk is full: free some space and try again', {
  retryable: true,
});
const isOrder = (text: string): boolean => /"kind":"(?:submit|cancel|amend)Order"/.test(text);

/** A journal whose every eighth commit fails. */
class FlakyJournal extends MemoryJournal {
  failures = 0;
  private commitsTried = 0;

  override commit(commit: JournalCommit): void {
    this.commitsTried += 1;
    if (this.commitsTried % 8 === 0) {
      this.failures += 1;
      throw full;
    }
    super.commit(commit);
  }
}

/** Notes what reaches the venue, and whether it was safe on the disk by then. */
function watched(journal: MemoryJournal) {
  const performed: { readonly effect: OrderEffect; readonly isSafe: boolean }[] = [];
  const wrap = (connection: Connection): Connection => ({
    ...connection,
    connect: (listener) => connection.connect(listener),
    close: () => connection.close(),
    venue: {
      ...connection.venue,
      perform: (effect) => {
        const last = journal.commits.at(-1);
        const isSafe = last?.isDurable === true && last.steps.some(({ effects }) => effects.includes(encode(effect)));
        performed.push({ effect, isSafe });
        connection.venue.perform(effect);
      },
    },
  });
  return { performed, wrap };
}

const options = { hashes: HASHES, breathe: () => Promise.resolve(), onProgress: () => undefined };

describe('an order', () => {
  it('is on the disk before it is sent', async () => {
    const journal = new MemoryJournal(STILL_WALL);
    const { performed, wrap } = watched(journal);
    const run = await HostRun.started({ ...busyHost('order'), journal, wrap });
    await run.pass(DAY_MS);
    await run.host.stop();
    expect(performed.length).toBeGreaterThan(20);
    expect(performed.filter(({ isSafe }) => !isSafe)).toEqual([]);
    const written = journal.commits.flatMap(({ steps }) => steps.filter(({ effects }) => isOrder(effects)));
    expect(new Set(performed.map(({ effect }) => effect.kind))).toEqual(
      new Set(['submitOrder', 'cancelOrder', 'amendOrder']),
    );
    expect(written.length).toBeGreaterThan(10);
  });

  it('is never sent when it could not be written', async () => {
    const journal = new MemoryJournal(STILL_WALL);
    const { performed, wrap } = watched(journal);
    const run = await HostRun.started({ ...busyHost('order'), journal, wrap });
    // The next commit is that of the first order.
    journal.failNext(full);
    await run.pass(DAY_MS);
    expect(run.failures).toEqual([full]);
    expect([run.host.state, run.host.detail, performed]).toEqual(['failed', full.message, []]);
    const { core } = run.host;
    expect(run.host.take({ kind: 'timer', at: core.clock })).toBeUndefined();
    expect(run.events.filter(({ kind }) => kind === 'orderChanged')).toEqual([]);
  });
});

describe('a host whose journal cannot be written', () => {
  it('is restarted after a pause, and goes on exactly where the journal ends', async () => {
    const journal = new MemoryJournal(STILL_WALL);
    const hosts = new ManagedHosts([{ ...busyHost('full'), journal }]);
    await hosts.manager.start();
    await hosts.run().pass(6 * HOUR_MS);
    journal.failNext(full);
    await hosts.run().pass(12 * HOUR_MS);
    await settled();
    expect(hosts.manager.status()).toMatchObject([{ state: 'restarting', detail: full.message }]);
    const end = journal.head(hosts.run().host.id);
    await hosts.takeUp();
    expect(hosts.runs[0]).toHaveLength(2);
    expect(hosts.states).toEqual(['running']);
    const [next] = [...journal.read(hosts.run().host.id, end.seq)];
    expect(next?.seq).toBe(end.seq + 1);
    await hosts.run().pass(DAY_MS);
    await hosts.manager.stop();
    expect(await verifyJournal(journal, hosts.run().host.id, options)).toMatchObject({ identical: true });
  });

  it('fails again and again, and still every order was written before, once, and both sides agree', async () => {
    const journal = new FlakyJournal(STILL_WALL);
    const { performed, wrap } = watched(journal);
    const hosts = new ManagedHosts([{ ...busyHost('flaky'), journal, wrap }]);
    await hosts.manager.start();
    for (let hour = 0; hour < 47; hour++) {
      await hosts.run().pass(HOUR_MS);
      await settled();
      if (hosts.states[0] === 'restarting') await hosts.takeUp();
      expect(hosts.states).toEqual(['running']);
    }
    expect(journal.failures).toBeGreaterThan(5);
    const sent = performed.flatMap(({ effect }) => (effect.kind === 'submitOrder' ? [effect.order.clientOrderId] : []));
    expect([new Set(sent).size, sent.length > 20]).toEqual([sent.length, true]);
    const { core, connection, link } = hosts.run().host;
    link?.reconcile();
    await settled();
    const held = [...core.markets.keys()].map((symbol) => ({ symbol, qty: core.portfolio.netQty(symbol) }));
    expect(encode(held.filter(({ qty }) => !qty.isZero()))).toBe(encode(await connection.venue.positions()));
    expect(encode(core.portfolio.balance)).toBe(encode(await connection.venue.balance()));
    await hosts.manager.stop();
    expect(await verifyJournal(journal, hosts.run().host.id, options)).toMatchObject({ identical: true });
  });
});
