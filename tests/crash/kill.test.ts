// kill -9 at any moment costs nothing: killed and started again and again, both sides tell the same story to the last decimal.
import { describe, expect, it } from 'vitest';
import { HASHES } from '../../src/main/app/hashes.ts';
import { restoreEngine } from '../../src/main/app/host/restoreEngine.ts';
import type { EngineCore } from '../../src/main/engine/kernel/core.ts';
import { decode, encode } from '../../src/main/engine/kernel/canonical.ts';
import type { OpenPositionState } from '../../src/main/engine/portfolio/openPosition.ts';
import type { EngineEffect } from '../../src/main/engine/kernel/effects.ts';
import { createRng, type Rng } from '../../src/main/engine/kernel/rng.ts';
import { type ForedeckStore, openForedeckStore } from '../../src/main/store/foredeckStore.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';
import type { Fill } from '../../src/shared/domain/order.ts';
import { Decimal } from '../../src/shared/money.ts';
import { copyOfFolder, type ExchangeView, exchangeView, SIMULATOR } from '../builders/exchangeView.ts';
import { RunningChild } from '../builders/runningChild.ts';
import { busyFolder } from '../fixtures/busyFolder.ts';
import { runCli } from '../integration/runCli.ts';

const clock = { now: () => toEpochMs(0) };
const NOISE = 1e-6;
const NOTHING = Decimal.ZERO;
const BAD_DAY =
  'badDay: { isOn: true, feedLossEveryMinutes: 15, silenceEveryMinutes: 20, rejectChance: 0.1, unknownChance: 0.1 }\n';

interface Case {
  readonly kills: number;
  readonly seed: string;
  /** Further lines of config.yaml. */
  readonly config: string;
}

/** Some during start-up, the others while it trades: right after something was written, or said. */
function comeToAMoment(child: RunningChild, dataDir: string, rng: Rng): Promise<void> {
  const [kind, place] = [rng.next(), rng.next()];
  if (kind < 0.3) return child.untilWrites(dataDir, 1 + Math.floor(place * 25));
  if (kind < 0.8) return child.untilWrites(dataDir, Math.floor(30 * 40 ** place));
  return child.until(() => child.lines > place * 30);
}

/** Every order that was ever sent, in order. */
function sentOrders(store: ForedeckStore): readonly string[] {
  const effects = [...store.journal.read(SIMULATOR, 0)].flatMap(({ effects: text }) => decode(text) as EngineEffect[]);
  return effects.flatMap((effect) => (effect.kind === 'submitOrder' ? [effect.order.clientOrderId] : []));
}

/** Keeps what the exchange tells before it forgets; every order it has seen was written down before. */
async function look(dataDir: string, fills: Map<string, Fill>): Promise<ExchangeView | undefined> {
  const view = await exchangeView(dataDir);
  if (view === undefined) return undefined;
  const store = openForedeckStore(copyOfFolder(dataDir), { clock });
  const written = new Set<string>(store.trading.orders().map(({ clientOrderId }) => clientOrderId));
  store.close();
  expect([...view.clientIds].filter((id) => !written.has(id))).toEqual([]);
  for (const fill of view.fills) fills.set(fill.fillId, fill);
  return view;
}

/** What is wrong with a position's stop: it works at the exchange, or the engine says that it watches the level. */
function unprotected(
  { key, qty }: OpenPositionState,
  core: EngineCore,
  { openOrders }: ExchangeView,
): readonly string[] {
  const { stopGuard, stopPrice } = core.exits.get(key) ?? {};
  const working = openOrders.find(({ clientOrderId }) => clientOrderId === stopGuard?.order);
  const isCovered =
    working?.stopPrice?.eq(stopPrice ?? NOTHING) === true && working.qty.minus(working.filledQty).gte(qty);
  if (isCovered || (stopPrice !== undefined && stopGuard?.isWatched === true)) return [];
  return [encode({ key, qty, stopPrice, stopGuard, orders: core.orders.of(key), openOrders })];
}

/** Both sides after the last stop. */
function expectAgreement(dataDir: string, view: ExchangeView, fills: ReadonlyMap<string, Fill>): void {
  const store = openForedeckStore(dataDir, { clock, isReadOnly: true });
  const { core } = restoreEngine(store.journal, SIMULATOR, HASHES).engine;

  const sent = sentOrders(store);
  expect(new Set(sent).size).toBe(sent.length);
  const ours = store.trading.fills().map(({ strategy: _, connection: __, ...fill }) => fill);
  expect(ours.map(encode).sort()).toEqual([...fills.values()].map(encode).sort());

  const sum = store.trading.ledger().reduce((total, { amount }) => total.plus(amount), Decimal.ZERO);
  const { balance } = core.portfolio;
  expect([sum.minus(balance).abs().toNumber() < NOISE, view.balance.minus(balance).abs().toNumber() < NOISE]).toEqual([
    true,
    true,
  ]);
  const held = [...core.markets.keys()].map((symbol) => ({ symbol, qty: core.portfolio.netQty(symbol) }));
  expect(encode(held.filter(({ qty }) => !qty.isZero()))).toBe(encode(view.positions));
  expect([...core.portfolio.open].flatMap((position) => unprotected(position, core, view))).toEqual([]);
  store.close();
}

describe('kill -9', () => {
  it.each<Case>([
    { kills: 20, seed: 'good day', config: '' },
    { kills: 6, seed: 'bad day', config: BAD_DAY },
  ])(
    'costs nothing: $kills times on a $seed',
    async ({ kills, seed, config }) => {
      const dataDir = busyFolder(config);
      const rng = createRng(seed);
      const fills = new Map<string, Fill>();
      for (let kill = 0; kill < kills; kill++) {
        const child = new RunningChild(['--data-dir', dataDir, 'run']);
        await comeToAMoment(child, dataDir, rng);
        await child.kill();
        await look(dataDir, fills);
      }
      // Even a bad day is over at last. Until it ends with a position, which has to be protected.
      let view: ExchangeView | undefined;
      while (fills.size < 50 || view === undefined || view.positions.length === 0) {
        const last = new RunningChild(['--data-dir', dataDir, '--setting', 'badDay.isOn=false', 'run']);
        await last.until(() => last.lines > 40);
        last.signal('SIGINT');
        expect(await last.ended).toMatchObject({ code: 0 });
        view = await look(dataDir, fills);
      }
      expectAgreement(dataDir, view, fills);
      const verified = await runCli(['--data-dir', dataDir, '--json', 'replay', '--verify']);
      expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true, from: 0, firstDifference: null });
    },
    240_000,
  );
});
