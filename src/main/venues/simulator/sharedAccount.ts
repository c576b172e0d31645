// The account of the simulated exchange, which somebody else may use too. What is bought and sold nets out as on any exchange,
// whoever does it; only beyond that is it kept apart whose it is.
import {
  type EpochMs,
  type PositionKey,
  positionKey,
  type StrategyId,
  type SymbolId,
  toStrategyId,
} from '../../../shared/domain/ids.ts';
import { type ExitReason, exitSide, type Fill, type OrderPurpose } from '../../../shared/domain/order.ts';
import { Decimal, minDecimal } from '../../../shared/money.ts';
import type { PaperAccount, PaperPosition } from '../../engine/paper/paperAccount.ts';
import type { OpenPositionState } from '../../engine/portfolio/openPosition.ts';
import { Portfolio } from '../../engine/portfolio/portfolio.ts';

/** No strategy can be called so. */
export const STRANGER = toStrategyId('somebody else');

export class SharedAccount implements PaperAccount {
  readonly books = new Portfolio();

  get balance(): Decimal {
    return this.books.balance;
  }

  netQty(symbol: SymbolId): Decimal {
    return this.books.netQty(symbol);
  }

  equityAt(symbol: SymbolId, price: Decimal): Decimal {
    return this.books.equityAt(symbol, price);
  }

  maintenanceAt(symbol: SymbolId, price: Decimal): Decimal {
    return this.books.maintenanceAt(symbol, price);
  }

  positionsIn(symbol: SymbolId): readonly PaperPosition[] {
    return this.books.positionsIn(symbol);
  }

  /** What an order of that position can take out: the exchange does not ask who has put it there. */
  position(key: PositionKey): PaperPosition | undefined {
    const own = this.books.position(key);
    const symbol = own?.symbol ?? (key.slice(key.indexOf('|') + 1) as SymbolId);
    const other = this.books.position(positionKey(STRANGER, symbol));
    if (other === undefined || own === other) return own;
    if (own === undefined) return other;
    return own.side === other.side ? { strategy: own.strategy, side: own.side, qty: own.qty.plus(other.qty) } : own;
  }

  /** A fill of an order of ours. */
  fill(fill: Fill, { strategy, purpose, isTaking }: Taker): void {
    const reason: ExitReason = purpose === 'entry' ? 'manual' : purpose;
    const own = this.closableBy(fill, this.books.position(positionKey(strategy, fill.symbol)));
    const other = isTaking ? this.books.position(positionKey(STRANGER, fill.symbol)) : undefined;
    const beyond = { ...fill, qty: fill.qty.minus(own) };
    const theirs = this.closableBy(beyond, other);
    for (const [qty, owner] of [[fill.qty.minus(theirs), strategy] as const, [theirs, STRANGER] as const])
      if (qty.isPositive()) this.books.applyFill(partOf(fill, qty), owner, reason);
  }

  /** A deal of somebody else: it takes from whatever there is before it opens anything. */
  strangerDeal(fill: Fill): void {
    let left = fill.qty;
    for (const position of [...this.books.positionsIn(fill.symbol)]) {
      const qty = this.closableBy({ ...fill, qty: left }, position);
      left = left.minus(qty);
      if (qty.isPositive()) this.books.applyFill(partOf(fill, qty), position.strategy, 'manual');
    }
    if (left.isPositive()) this.books.applyFill(partOf(fill, left), STRANGER, 'manual');
  }

  /** Somebody else pays money in or takes it out. */
  strangerTransfer(amount: Decimal, cause: string, at: EpochMs): void {
    this.books.post({ kind: 'transfer', amount, cause }, at);
  }

  private closableBy(fill: Fill, position: OpenPositionState | undefined): Decimal {
    if (position === undefined || exitSide(position.side) !== fill.side) return Decimal.ZERO;
    return minDecimal(position.qty, fill.qty);
  }
}

/** Whose order filled. */
interface Taker {
  readonly strategy: StrategyId;
  readonly purpose: OrderPurpose;
  /** It can only take out what there is. */
  readonly isTaking: boolean;
}

/** The fee goes with the quantity. */
function partOf(fill: Fill, qty: Decimal): Fill {
  return qty.eq(fill.qty) ? fill : { ...fill, qty, fee: fill.fee.times(qty).dividedBy(fill.qty) };
}
