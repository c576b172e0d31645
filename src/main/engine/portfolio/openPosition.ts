// One strategy's position in one symbol, from its first fill to flat. Average cost, kept as an exact sum.
import { invariant } from '../../../shared/assert.ts';
import type { EpochMs, PositionKey, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import type { ExitReason, Fill, PositionSide } from '../../../shared/domain/order.ts';
import type { Trade } from '../../../shared/domain/portfolio.ts';
import { positionKey, toTradeId } from '../../../shared/domain/ids.ts';
import { Decimal } from '../../../shared/money.ts';

/** Sums over the fills so far; prices in quote currency, `value` = qty x price without contract size. */
export interface OpenPositionState {
  readonly key: PositionKey;
  readonly strategy: StrategyId;
  readonly symbol: SymbolId;
  readonly side: PositionSide;
  readonly contractSize: Decimal;
  readonly openedAt: EpochMs;
  qty: Decimal;
  /** Value of the quantity still open, at average cost. */
  cost: Decimal;
  entryQty: Decimal;
  entryValue: Decimal;
  exitQty: Decimal;
  exitValue: Decimal;
  realised: Decimal;
  fees: Decimal;
  funding: Decimal;
  initialRisk: Decimal | undefined;
}

export function openPosition(fill: Fill, strategy: StrategyId, contractSize: Decimal): OpenPositionState {
  const zero = Decimal.ZERO;
  return {
    key: positionKey(strategy, fill.symbol),
    strategy,
    symbol: fill.symbol,
    side: fill.side === 'buy' ? 'long' : 'short',
    contractSize,
    openedAt: fill.at,
    qty: zero,
    cost: zero,
    entryQty: zero,
    entryValue: zero,
    exitQty: zero,
    exitValue: zero,
    realised: zero,
    fees: zero,
    funding: zero,
    initialRisk: undefined,
  };
}

/** A quantity that changed hands, base coin or contracts; price and fee in quote currency. */
export type Deal = Pick<Fill, 'qty' | 'price' | 'fee'>;

/** Adds `qty` at `price` in the position's own direction. */
export function increase(position: OpenPositionState, { qty, price, fee }: Deal): void {
  const value = qty.times(price);
  position.qty = position.qty.plus(qty);
  position.cost = position.cost.plus(value);
  position.entryQty = position.entryQty.plus(qty);
  position.entryValue = position.entryValue.plus(value);
  position.fees = position.fees.plus(fee);
}

/** Takes `qty` (<= open quantity) out at `price`; returns the realised P&L before fees and the cost released. */
export function reduce(position: OpenPositionState, { qty, price, fee }: Deal): { pnl: Decimal; released: Decimal } {
  invariant(qty.lte(position.qty), 'expected to close at most the open quantity');
  const isLast = qty.eq(position.qty);
  const released = isLast ? position.cost : position.cost.times(qty).dividedBy(position.qty);
  const value = qty.times(price);
  const gain = position.side === 'long' ? value.minus(released) : released.minus(value);
  const pnl = gain.times(position.contractSize);
  position.qty = position.qty.minus(qty);
  position.cost = position.cost.minus(released);
  position.exitQty = position.exitQty.plus(qty);
  position.exitValue = position.exitValue.plus(value);
  position.realised = position.realised.plus(pnl);
  position.fees = position.fees.plus(fee);
  return { pnl, released };
}

export const averageEntry = (position: OpenPositionState): Decimal => position.cost.dividedBy(position.qty);

/** Unrealised P&L at `mark`: direction x contractSize x (qty x mark - cost). */
export function unrealised(position: OpenPositionState, mark: Decimal): Decimal {
  const gain = position.qty.times(mark).minus(position.cost).times(position.contractSize);
  return position.side === 'long' ? gain : gain.negated();
}

/** The round trip of a position that has come to zero. */
export function toTrade(
  position: OpenPositionState,
  sequence: number,
  exit: { at: EpochMs; reason: ExitReason },
): Trade {
  invariant(position.qty.isZero(), 'expected a flat position to make a trade of');
  return {
    id: toTradeId(`T${String(sequence)}`),
    strategy: position.strategy,
    symbol: position.symbol,
    side: position.side,
    entryAt: position.openedAt,
    entryPrice: position.entryValue.dividedBy(position.entryQty),
    exitAt: exit.at,
    exitPrice: position.exitValue.dividedBy(position.exitQty),
    qty: position.entryQty,
    fees: position.fees,
    pnl: position.realised.minus(position.fees),
    funding: position.funding,
    exitReason: exit.reason,
    initialRisk: position.initialRisk,
  };
}
