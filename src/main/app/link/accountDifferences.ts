// Where the venue's account and ours differ, by one reading of the venue. Pure.
import type { ClientOrderId, SymbolId } from '../../../shared/domain/ids.ts';
import type { Order } from '../../../shared/domain/order.ts';
import type { AccountDifference } from '../../../shared/domain/reconciliation.ts';
import { Decimal } from '../../../shared/money.ts';
import { SECOND_MS } from '../../../shared/time.ts';
import { unaccounted } from '../../engine/execution/allotment.ts';
import type { EngineCore } from '../../engine/kernel/core.ts';
import type { OrderEffect, VenueOrder, VenuePosition } from '../../venues/ports.ts';

/** What the venue said; what is absent was not asked for. Symbols of this engine only. */
export interface VenueView {
  readonly openOrders: readonly VenueOrder[];
  readonly positions?: readonly VenuePosition[] | undefined;
  readonly balance?: Decimal | undefined;
}

export interface Difference {
  /** What differs and by how much: equal in two readings, it is the same difference. */
  readonly key: string;
  /** Undefined: of the whole account. */
  readonly symbol: SymbolId | undefined;
  readonly text: string;
  /** What only a person can settle; undefined: it settles itself. */
  readonly unresolved?: AccountDifference;
  /** What puts it right, where the order is ours and asking twice does no harm. */
  readonly remedy?: OrderEffect;
}

/** Averages are rounded far behind the last decimal of any fee, and not alike after fills in another order. */
const NOISE = Decimal.of('0.00000001');
/** An order or a cancellation that was not answered for so long may not have arrived. */
export const PATIENCE_MS = 10 * SECOND_MS;

export interface Doubts {
  /** What was asked for until then may never have arrived. */
  readonly doubtBefore: number;
  /** Orders that the venue does not know, which will be settled by its next answers. */
  readonly isNotFound: (id: ClientOrderId) => boolean;
}

export function differencesOf(core: EngineCore, view: VenueView, doubts: Doubts): readonly Difference[] {
  const { doubtBefore, isNotFound } = doubts;
  const listed = new Set(view.openOrders.map(({ clientOrderId }) => clientOrderId));
  const missing = core.orders.open.filter(
    ({ state, clientOrderId: id }) =>
      (state === 'open' || state === 'partiallyFilled') && !listed.has(id) && !isNotFound(id),
  );
  return [
    ...view.openOrders.flatMap((theirs) => ofOrder(core, theirs, doubtBefore) ?? []),
    ...missing.map(({ clientOrderId, symbol }) => ({
      key: `missing ${clientOrderId}`,
      symbol,
      text: `${symbol}: our order ${clientOrderId} does not work at the venue any more, and what became of it is not known yet`,
    })),
    ...ofPositions(core, view.positions),
    ...ofBalance(core, view),
  ];
}

function ofOrder(core: EngineCore, theirs: VenueOrder, doubtBefore: number): Difference | undefined {
  const { clientOrderId, venueOrderId, symbol, filledQty } = theirs;
  if (clientOrderId === undefined || core.orders.find(clientOrderId) === undefined) {
    if (core.accepted.orders.has(venueOrderId)) return undefined;
    const text = `${symbol}: order ${venueOrderId} at the venue (${termsText(theirs)}) is not ours`;
    return { key: foreignKey(venueOrderId), symbol, text, unresolved: { kind: 'order', symbol, venueOrderId } };
  }
  const ours = core.orders.findWorking(clientOrderId);
  const cancel = { kind: 'cancelOrder', clientOrderId } as const;
  if (ours === undefined) {
    const text = `${symbol}: order ${clientOrderId} has ended here but works at the venue; it is being canceled there`;
    return { key: `ended ${clientOrderId}`, symbol, text, remedy: cancel };
  }
  if (!ours.filledQty.eq(filledQty)) {
    const text = `${symbol}: of order ${clientOrderId} ${filledQty.toString()} are filled at the venue, ${ours.filledQty.toString()} here`;
    return { key: `filled ${clientOrderId} ${ours.filledQty.toString()} ${filledQty.toString()}`, symbol, text };
  }
  if (ours.state === 'pendingCancel') {
    if (ours.updatedAt > doubtBefore) return undefined;
    const text = `${symbol}: the cancellation of order ${clientOrderId} was not answered; it is asked for again`;
    return { key: `cancel ${clientOrderId}`, symbol, text, remedy: cancel };
  }
  const terms = ours.state === 'unknown' || ours.state === 'submitting' ? '' : otherTerms(ours, theirs);
  if (terms === '') return undefined;
  const { limitPrice, stopPrice } = ours;
  return {
    key: `terms ${clientOrderId} ${terms}`,
    symbol,
    text: `${symbol}: order ${clientOrderId} works at the venue with ${terms}; the change is asked for again`,
    remedy: { kind: 'amendOrder', clientOrderId, qty: ours.qty, limitPrice, stopPrice },
  };
}

/** The same text for the same order for as long as it works. */
export const foreignKey = (id: VenueOrder['venueOrderId']): string => `order:${id}`;

const termsText = ({ side, qty, limitPrice, stopPrice }: VenueOrder): string =>
  [
    `${side} ${qty.toString()}`,
    ...(limitPrice === undefined ? [] : [`limit ${limitPrice.toString()}`]),
    ...(stopPrice === undefined ? [] : [`stop ${stopPrice.toString()}`]),
  ].join(', ');

/** What the venue works with in place of our quantity and prices; a trailing stop is moved there. */
function otherTerms(ours: Order, theirs: VenueOrder): string {
  const isOther = (our: Decimal | undefined, their: Decimal | undefined): their is Decimal =>
    our !== undefined && their !== undefined && !our.eq(their);
  const terms: string[] = [];
  if (isOther(ours.qty, theirs.qty)) terms.push(`quantity ${theirs.qty.toString()} for ${ours.qty.toString()}`);
  if (isOther(ours.limitPrice, theirs.limitPrice)) terms.push(`limit ${theirs.limitPrice.toString()}`);
  if (ours.type !== 'trailingStop' && isOther(ours.stopPrice, theirs.stopPrice)) {
    terms.push(`stop ${theirs.stopPrice.toString()}`);
  }
  return terms.join(', ');
}

function ofPositions(core: EngineCore, positions: readonly VenuePosition[] | undefined): readonly Difference[] {
  if (positions === undefined) return [];
  const held = new Map(positions.map(({ symbol, qty }) => [symbol, qty]));
  return [...core.markets.keys()].flatMap((symbol) => {
    const ours = core.portfolio.netQty(symbol);
    const theirs = held.get(symbol) ?? Decimal.ZERO;
    const unresolved = { kind: 'position', symbol, ours, theirs } as const;
    if (unaccounted(core, unresolved).isZero()) return [];
    const text = `${symbol}: the venue holds ${theirs.toString()}, we ${ours.toString()}${besides(core.accepted.offsetOf(symbol))}`;
    return [{ key: `position:${symbol}:${ours.toString()}:${theirs.toString()}`, symbol, text, unresolved }];
  });
}

/** Only while nothing is held: what of a position's result is booked already depends on the order in which fills were. */
function ofBalance(core: EngineCore, { balance, positions }: VenueView): readonly Difference[] {
  if (balance === undefined || positions?.length !== 0 || core.portfolio.openCount > 0) return [];
  const ours = core.portfolio.balance;
  const unresolved = { kind: 'balance', ours, theirs: balance } as const;
  const drift = unaccounted(core, unresolved);
  if (drift.abs().lte(NOISE)) return [];
  const text = `the balance at the venue is ${balance.toString()}, here ${ours.toString()}${besides(core.accepted.balanceOffset)}`;
  return [{ key: `balance:${drift.toString()}`, symbol: undefined, text, unresolved }];
}

/** What of it is accepted. */
const besides = (offset: Decimal): string => (offset.isZero() ? '' : ` besides ${offset.toString()} that may differ`);
