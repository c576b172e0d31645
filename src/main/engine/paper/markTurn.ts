// One mark at the paper venue: the sizes at its best prices are shared by all orders.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { Side } from '../../../shared/domain/order.ts';
import { Decimal } from '../../../shared/money.ts';
import { isMarginUsedUp } from './margin.ts';
import type { MarketQuote } from './marketQuote.ts';
import { type MarkMarket, matchOnMark } from './markFills.ts';
import { type Outcome, trail } from './matching.ts';
import type { PaperAccount, PaperPosition } from './paperAccount.ts';
import { type Book, type Resting, TARGET_RANK } from './restingOrders.ts';
import type { Turn, TurnSetting, TurnState } from './turn.ts';

export class MarkTurn implements Turn {
  readonly book: Book;
  readonly at: EpochMs;
  readonly price: number;
  private readonly market: MarkMarket;
  private readonly account: PaperAccount;
  private bought = Decimal.ZERO;
  private sold = Decimal.ZERO;
  isLiquidationChecked: boolean;

  constructor(quote: MarketQuote, book: Book, { costs, account }: TurnSetting) {
    this.book = book;
    this.at = quote.at;
    this.price = quote.last;
    this.market = { quote, instrument: book.instrument, slippageBps: costs.slippageBps };
    this.account = account;
    this.isLiquidationChecked = book.instrument.kind !== 'linear';
  }

  /** A mark is one moment: what is placed because of it is active after its latency, like any order. */
  admit(): void {}

  waitsForLiquidation(order: Resting): boolean {
    return order.rank === TARGET_RANK && !this.isLiquidationChecked;
  }

  match(order: Resting): Outcome {
    return matchOnMark(order, this.market);
  }

  room(side: Side): Decimal {
    const { quote, instrument } = this.market;
    const size = Decimal.fromNumber(side === 'buy' ? quote.askSize : quote.bidSize);
    return size.toStep(instrument.lotSize, 'down').minus(side === 'buy' ? this.bought : this.sold);
  }

  take(side: Side, qty: Decimal): void {
    if (side === 'buy') this.bought = this.bought.plus(qty);
    else this.sold = this.sold.plus(qty);
  }

  liquidation(): { readonly position: PaperPosition; readonly price: Decimal } | undefined {
    if (this.isLiquidationChecked) return undefined;
    const { quote } = this.market;
    const position = this.account.positionsIn(quote.symbol)[0];
    if (position !== undefined && isMarginUsedUp(this.account, quote.symbol, Decimal.fromNumber(quote.last))) {
      return { position, price: Decimal.fromNumber(position.side === 'long' ? quote.bid : quote.ask) };
    }
    this.isLiquidationChecked = true;
    return undefined;
  }

  trail(order: Resting): void {
    const { quote, instrument } = this.market;
    if (order.activeFrom <= quote.at) trail(order, { high: quote.bid, low: quote.ask }, instrument.tickSize);
  }

  save(): TurnState {
    const { bought, sold, isLiquidationChecked } = this;
    return { kind: 'mark', quote: this.market.quote, bought, sold, isLiquidationChecked };
  }

  load({ bought, sold, isLiquidationChecked }: Extract<TurnState, { kind: 'mark' }>): this {
    this.bought = bought;
    this.sold = sold;
    this.isLiquidationChecked = isLiquidationChecked;
    return this;
  }
}
