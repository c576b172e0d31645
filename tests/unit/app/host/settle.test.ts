// Differences settled on a running host while somebody else uses the account: killed before the effect, taken up again, replayed.
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { HASHES } from '../../../../src/main/app/hashes.ts';
import { settleDifference } from '../../../../src/main/app/settleDifference.ts';
import { verifyJournal } from '../../../../src/main/app/verifyJournal.ts';
import type { Connection } from '../../../../src/main/venues/ports.ts';
import type { DifferenceAction, DifferenceItem } from '../../../../src/shared/domain/reconciliation.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { MINUTE_MS, SECOND_MS } from '../../../../src/shared/time.ts';
import { busyHost } from '../../../builders/busyHost.ts';
import { HostRun, type HostRunOptions } from '../../../builders/hostRun.ts';
import { badDay } from '../../../builders/paperWorld.ts';

/** Nobody but the stranger trades. */
function quietHost(changes: Partial<HostRunOptions> = {}): HostRunOptions {
  const busy = busyHost('settle', 4);
  return {
    ...{ ...busy, config: { ...busy.config, strategies: [] }, fills: 'marks' },
    ...{ badDay: badDay({ strangerEveryMinutes: 5 }), ...changes },
  };
}

type Kind = DifferenceItem['difference']['kind'];

/** A few seconds at a time, so that what waits for a time goes on close to it. */
async function live(run: HostRun, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += SECOND_MS) {
    await run.pass(SECOND_MS);
    await setImmediate();
  }
}

/** Taken up again from the journal. */
async function succeed(run: HostRun, changes: Partial<HostRunOptions> = {}): Promise<HostRun> {
  const next = run.successor(changes);
  let isUp = false;
  const started = next.host.start().then(() => (isUp = true));
  await vi.waitUntil(async () => (await live(next, 2 * SECOND_MS).catch(() => undefined), isUp), { interval: 1 });
  await started;
  return next;
}

/** Until one of that kind waits. */
async function untilWaits(run: HostRun, kind: Kind): Promise<DifferenceItem> {
  for (let minutes = 0; minutes < 24 * 60; minutes++) {
    const item = run.host.link?.inbox.find(({ difference, isIgnored }) => !isIgnored && difference.kind === kind);
    if (item !== undefined) return item;
    await live(run, MINUTE_MS);
    // So that the account comes to rest, where a balance can be compared at all.
    if (kind === 'balance') for (const each of run.host.link?.inbox ?? []) settle(run, each, 'flatten');
  }
  throw new Error(`no ${kind} in a day`);
}

const settle = (run: HostRun, { id, actions }: DifferenceItem, action: DifferenceAction): boolean =>
  actions.some((each) => each.action === action) &&
  settleDifference(run.host, { id, action }, { by: 'cli', reason: 'test' }).isAccepted;

/** The cancellation of a foreign order goes through `cancel`. */
const through =
  (cancel: Connection['venue']['cancelForeignOrder']) =>
  (connection: Connection): Connection => ({
    ...connection,
    connect: (listener) => connection.connect(listener),
    close: () => connection.close(),
    venue: { ...connection.venue, cancelForeignOrder: cancel },
  });

const verified = async (run: HostRun): Promise<boolean> => {
  const options = { hashes: HASHES, breathe: () => Promise.resolve(), onProgress: () => undefined };
  return (await verifyJournal(run.journal, run.host.id, options)).identical;
};

describe('killed between the command and its effect', () => {
  it('a foreign order waits again, and is canceled by the next program', async () => {
    let isSafe = false;
    const wrap = through(() => {
      isSafe = run.journal.commits.at(-1)?.isDurable === true;
      return new Promise<void>(() => undefined);
    });
    const run: HostRun = await HostRun.started(quietHost({ wrap }));
    const item = await untilWaits(run, 'order');
    expect(settle(run, item, 'flatten')).toBe(true);
    expect(isSafe).toBe(true);
    const next = await succeed(run, { wrap: (connection) => connection });
    await live(next, MINUTE_MS);
    const again = next.host.link?.inbox.find(({ id }) => id === item.id);
    expect(again).toBeDefined();
    expect(settle(next, again!, 'flatten')).toBe(true);
    await live(next, MINUTE_MS);
    expect(next.host.link?.inbox.map(({ id }) => id)).not.toContain(item.id);
    expect(
      next.host.core.feed.reconciling.has(item.difference.kind === 'order' ? item.difference.symbol : ('' as never)),
    ).toBe(false);
    await next.host.stop();
    expect(await verified(next)).toBe(true);
  });

  it('an adopted position is in the books of the next program, once', async () => {
    const run = await HostRun.started(quietHost());
    const item = await untilWaits(run, 'position');
    const { difference } = item;
    if (difference.kind !== 'position') throw new Error('expected a position');
    expect(settle(run, item, 'adopt')).toBe(true);
    const next = await succeed(run);
    expect(next.host.core.portfolio.netQty(difference.symbol).eq(difference.theirs)).toBe(true);
    await live(next, MINUTE_MS);
    expect(next.host.core.portfolio.openCount).toBe(1);
    expect(next.host.core.orders.open).toMatchObject([{ type: 'stop', state: 'open', strategy: 'manual' }]);
    await next.host.stop();
    expect(await verified(next)).toBe(true);
  });

  it('what is ignored is ignored by the next program', async () => {
    const run = await HostRun.started(quietHost());
    const item = await untilWaits(run, 'order');
    expect(settle(run, item, 'ignore')).toBe(true);
    await run.host.stop();
    const next = await succeed(run);
    await live(next, MINUTE_MS);
    expect(next.host.link?.inbox.filter(({ isIgnored }) => isIgnored).map(({ id }) => id)).toEqual([item.id]);
  });
});

it('says that an order was not canceled, and why', async () => {
  const wrap = through(() => Promise.reject(new AppError('UNREACHABLE', 'the line is busy')));
  const run = await HostRun.started(quietHost({ wrap }));
  const item = await untilWaits(run, 'order');
  settle(run, item, 'flatten');
  await live(run, MINUTE_MS);
  expect(run.host.recent.activity.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^Order .*, which is not ours, was not canceled: the line is busy\.$/),
  );
  expect(run.host.link?.inbox.map(({ id }) => id)).toContain(item.id);
});

const EVERY_WAY = [
  ...['order flatten', 'order ignore', 'order restore'],
  ...['position adopt', 'position flatten', 'position ignore', 'position restore'],
];

it('comes to one account with a stranger in the end, however each difference is settled', async () => {
  const run = await HostRun.started(quietHost());
  const balance = await untilWaits(run, 'balance');
  expect(settle(run, balance, 'adopt')).toBe(true);
  const taken = new Set<string>();
  const ways: readonly DifferenceAction[] = ['flatten', 'adopt', 'ignore', 'restore'];
  for (let turn = 0; turn < 150; turn++) {
    await live(run, 5 * MINUTE_MS);
    for (const item of run.host.link?.inbox ?? []) {
      const action = ways[(turn + item.id.length) % ways.length]!;
      if (settle(run, item, action)) taken.add(`${item.difference.kind} ${action}`);
    }
  }
  expect([...taken]).toEqual(expect.arrayContaining([...EVERY_WAY]));
  await live(run, MINUTE_MS);
  const { core, connection } = run.host;
  const asked = connection.venue.positions();
  await run.pass(1000);
  const theirs = new Map((await asked).map(({ symbol, qty }) => [symbol, qty]));
  const open = new Set(
    run.host.link?.inbox.flatMap(({ difference }) => ('symbol' in difference ? [difference.symbol] : [])),
  );
  for (const symbol of core.markets.keys()) {
    const beyond = (theirs.get(symbol) ?? core.accepted.offsetOf(symbol)).minus(core.accepted.offsetOf(symbol));
    if (!open.has(symbol)) expect(core.portfolio.netQty(symbol).eq(beyond)).toBe(true);
  }
  expect(run.failures).toEqual([]);
  await run.host.stop();
  expect(await verified(run)).toBe(true);
});
