// The two sides of a data folder, held against each other: what the engine wrote down, and what the simulated exchange knows.
import { expect } from 'vitest';
import { HASHES } from '../../src/main/app/hashes.ts';
import { restoreEngine } from '../../src/main/app/host/restoreEngine.ts';
import { decode, encode } from '../../src/main/engine/kernel/canonical.ts';
import type { EngineCore } from '../../src/main/engine/kernel/core.ts';
import type { EngineEffect } from '../../src/main/engine/kernel/effects.ts';
import type { OpenPositionState } from '../../src/main/engine/portfolio/openPosition.ts';
import { type ForedeckStore, openForedeckStore } from '../../src/main/store/foredeckStore.ts';
import { need } from '../../src/shared/assert.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';
import type { Fill } from '../../src/shared/domain/order.ts';
import { Decimal } from '../../src/shared/money.ts';
import { copyOfFolder, type ExchangeView, exchangeView, SIMULATOR } from './exchangeView.ts';

const clock = { now: () => toEpochMs(0) };
/** Averages are rounded far behind the last decimal of any fee. */
const NOISE = 1e-6;

/** Of a `busyFolder`. */
export class BothSides {
  /** At the last look; undefined before anybody traded. */
  view: ExchangeView | undefined;
  /** Every one that the exchange told of before it forgot. */
  readonly fills = new Map<string, Fill>();
  private readonly dataDir: string;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  /** While nobody runs there: every order that the exchange has seen was written down before. */
  async look(): Promise<void> {
    this.view = await exchangeView(this.dataDir);
    if (this.view === undefined) return;
    const store = openForedeckStore(copyOfFolder(this.dataDir), { clock });
    const written = new Set<string>(store.trading.orders().map(({ clientOrderId }) => clientOrderId));
    store.close();
    expect([...this.view.clientIds].filter((id) => !written.has(id))).toEqual([]);
    for (const fill of this.view.fills) this.fills.set(fill.fillId, fill);
  }

  /** After a stop in order: no order twice, the same fills, the same money, the same positions, each of them protected. */
  expectAgreement(): void {
    const view = need(this.view, 'a look at the exchange');
    const store = openForedeckStore(this.dataDir, { clock, isReadOnly: true });
    const { core } = restoreEngine(store.journal, SIMULATOR, HASHES).engine;

    const sent = sentOrders(store);
    expect(new Set(sent).size).toBe(sent.length);
    const ours = store.trading.fills().map(({ strategy: _, connection: __, ...fill }) => fill);
    expect(ours.map(encode).sort()).toEqual([...this.fills.values()].map(encode).sort());

    const { balance } = core.portfolio;
    const sum = store.trading.ledger().reduce((total, { amount }) => total.plus(amount), Decimal.ZERO);
    for (const other of [sum, view.balance]) expect(other.minus(balance).abs().toNumber()).toBeLessThan(NOISE);
    const held = [...core.markets.keys()].map((symbol) => ({ symbol, qty: core.portfolio.netQty(symbol) }));
    expect(encode(held.filter(({ qty }) => !qty.isZero()))).toBe(encode(view.positions));
    expect([...core.portfolio.open].flatMap((position) => unprotected(position, core, view))).toEqual([]);
    store.close();
  }
}

/** Every order that was ever sent, in order. */
function sentOrders(store: ForedeckStore): readonly string[] {
  const effects = [...store.journal.read(SIMULATOR, 0)].flatMap(({ effects: text }) => decode(text) as EngineEffect[]);
  return effects.flatMap((effect) => (effect.kind === 'submitOrder' ? [effect.order.clientOrderId] : []));
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
    working?.stopPrice?.eq(stopPrice ?? Decimal.ZERO) === true && working.qty.minus(working.filledQty).gte(qty);
  if (isCovered || (stopPrice !== undefined && stopGuard?.isWatched === true)) return [];
  return [encode({ key, qty, stopPrice, stopGuard, orders: core.orders.of(key), openOrders })];
}
