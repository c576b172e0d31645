// One mark at the paper venue: the sizes at its best prices are shared by all orders.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Side } from '../../../shared/domain/order.ts';
import { Decimal } from '../../../shared/money.ts';
import { isMarginUsedUp } from './margin.ts';
import type { MarketQuote } from './marketQuote.ts';
import { type MarkMarket, matchOnMark } from './markFills.ts';
import { type Outcome, trail } from './matching.ts';
import type { PaperPosition } from './paperAccount.ts';
import { type Book, type Resting, TARGET_RANK } from './restingOrders.ts';
import type { Turn, TurnSetting, TurnState } from './turn.ts';

export class MarkTurn implements Turn, MarkMarket {
  readonly book: Book;
  readonly quote: MarketQuote;
  isLiquidationChecked: boolean;
  private readonly venue: TurnSetting;
  private bought = Decimal.ZERO;
  private sold = Decimal.ZERO;

  constructor(quote: MarketQuote, book: Book, venue: TurnSetting) {
    this.book = book;
    this.quote = quote;
    this.isLiquidationChecked = book.instrument.kind !== 'linear';
    this.venue = venue;
  }

  get at(): EpochMs {
    return this.quote.at;
  }

  get price(): number {
    return this.quote.last;
  }

  get instrument(): Instrument {
    return this.book.instrument;
  }

  get slippageBps(): Decimal {
    return this.venue.costs.slippageBps;
  }

  /** A mark is one moment: what is placed because of it is active after its latency, like any order. */
  admit(): void {}

  waitsForLiquidation(order: Resting): boolean {
    return order.rank === TARGET_RANK && !this.isLiquidationChecked;
  }

  match(order: Resting): Outcome {
    return matchOnMark(order, this);
  }

  room(side: Side): Decimal {
    const { quote, instrument } = this;
    const size = Decimal.fromNumber(side === 'buy' ? quote.askSize : quote.bidSize);
    return size.toStep(instrument.lotSize, 'down').minus(side === 'buy' ? this.bought : this.sold);
  }

  take(side: Side, qty: Decimal): void {
    if (side === 'buy') this.bought = this.bought.plus(qty);
    else this.sold = this.sold.plus(qty);
  }

  liquidation(): { readonly position: PaperPosition; readonly price: Decimal } | undefined {
    if (this.isLiquidationChecked) return undefined;
    const { quote } = this;
    const { account } = this.venue;
    const position = account.positionsIn(quote.symbol)[0];
    if (position !== undefined && isMarginUsedUp(account, quote.symbol, Decimal.fromNumber(quote.last))) {
      return { position, price: Decimal.fromNumber(position.side === 'long' ? quote.bid : quote.ask) };
    }
    this.isLiquidationChecked = true;
    return undefined;
  }

  trail(order: Resting): void {
    const { quote, instrument } = this;
    if (order.activeFrom <= quote.at) trail(order, { high: quote.bid, low: quote.ask }, instrument.tickSize);
  }

  save(): TurnState {
    const { quote, bought, sold, isLiquidationChecked } = this;
    return { kind: 'mark', quote, bought, sold, isLiquidationChecked };
  }

  load({ bought, sold, isLiquidationChecked }: Extract<TurnState, { kind: 'mark' }>): this {
    this.bought = bought;
    this.sold = sold;
    this.isLiquidationChecked = isLiquidationChecked;
    return this;
  }
}
