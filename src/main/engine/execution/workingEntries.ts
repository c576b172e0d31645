// What the orders on their way that reduce nothing would still take of the account: running totals, so that the
// risk checks of the thousandth order of a moment cost what those of the first did.
import type { SymbolId } from '../../../shared/domain/ids.ts';
import type { Order, Side } from '../../../shared/domain/order.ts';
import { Decimal } from '../../../shared/money.ts';

/** Left to fill at the last price, and value (quantity x own price) left of priced orders; without contract size. */
interface Left {
  qty: Decimal;
  value: Decimal;
}

interface SymbolEntries {
  readonly buy: Left;
  readonly sell: Left;
  orders: number;
}

/** Where a symbol's quantities are valued. */
export interface Valuation {
  readonly price: Decimal;
  readonly contractSize: Decimal;
}

export class WorkingEntries {
  private readonly bySymbol = new Map<SymbolId, SymbolEntries>();

  /** The symbols with such orders. */
  get symbols(): IterableIterator<SymbolId> {
    return this.bySymbol.keys();
  }

  add(order: Order): void {
    this.count(order, 1);
  }

  remove(order: Order): void {
    this.count(order, -1);
  }

  /** Notional still to be filled on a side. */
  notional(symbol: SymbolId, side: Side, { price, contractSize }: Valuation): Decimal {
    const left = this.bySymbol.get(symbol)?.[side];
    return left === undefined ? Decimal.ZERO : left.qty.times(price).plus(left.value).times(contractSize);
  }

  clear(): void {
    this.bySymbol.clear();
  }

  private count(order: Order, sign: 1 | -1): void {
    if (order.reduceOnly) return;
    let entries = this.bySymbol.get(order.symbol);
    if (entries === undefined) {
      entries = {
        buy: { qty: Decimal.ZERO, value: Decimal.ZERO },
        sell: { qty: Decimal.ZERO, value: Decimal.ZERO },
        orders: 0,
      };
      this.bySymbol.set(order.symbol, entries);
    }
    const qty = order.qty.minus(order.filledQty);
    const signed = sign === 1 ? qty : qty.negated();
    const left = entries[order.side];
    const ownPrice = order.limitPrice ?? order.stopPrice;
    if (ownPrice === undefined) left.qty = left.qty.plus(signed);
    else left.value = left.value.plus(signed.times(ownPrice));
    entries.orders += sign;
    if (entries.orders === 0) this.bySymbol.delete(order.symbol);
  }
}
