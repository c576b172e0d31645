// One candle at the paper venue: its volume is shared by all orders, and its path decides what comes before a liquidation.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Side } from '../../../shared/domain/order.ts';
import { Decimal, percentOf } from '../../../shared/money.ts';
import { type CandleMarket, isReachedBefore, matchOnCandle } from './candleFills.ts';
import { liquidationPrice } from './margin.ts';
import { type Outcome, trail } from './matching.ts';
import type { PaperPosition } from './paperAccount.ts';
import type { Book, Resting } from './restingOrders.ts';
import type { Turn, TurnSetting, TurnState } from './turn.ts';

export class CandleTurn implements Turn, CandleMarket {
  readonly book: Book;
  readonly candle: Candle;
  readonly at: EpochMs;
  isLiquidationChecked: boolean;
  private readonly venue: TurnSetting;
  private taken = Decimal.ZERO;
  /** Something was filled after the open: what is placed from here on has not seen it. */
  private isIntrabar = false;

  constructor(candle: Candle, book: Book, venue: TurnSetting) {
    this.book = book;
    this.candle = candle;
    this.at = candle.openTime;
    this.isLiquidationChecked = book.instrument.kind !== 'linear';
    this.venue = venue;
  }

  get price(): number {
    return this.candle.open;
  }

  get instrument(): Instrument {
    return this.book.instrument;
  }

  get slippageBps(): Decimal {
    return this.venue.costs.slippageBps;
  }

  /** Protection placed behind a fill is active in the fill's own candle. */
  admit(order: Resting): void {
    order.activeFrom = this.at;
    order.skipsOpen = this.isIntrabar;
  }

  waitsForLiquidation(order: Resting): boolean {
    if (this.isLiquidationChecked || order.rank === 0) return false;
    const price = this.liquidationPrice();
    if (price === undefined) this.isLiquidationChecked = true;
    return price !== undefined && !isReachedBefore(order, price, this.candle);
  }

  match(order: Resting): Outcome {
    return matchOnCandle(order, this);
  }

  /** Our share of the candle's volume, whichever side. */
  room(): Decimal | undefined {
    const { volumeCapPct } = this.venue.costs;
    if (volumeCapPct.isZero()) return undefined;
    const { candle, instrument } = this;
    const share = percentOf(Decimal.fromNumber(candle.volume), volumeCapPct);
    return share.floorQuotient(instrument.contractSize, instrument.lotSize).minus(this.taken);
  }

  take(_side: Side, qty: Decimal, isIntrabar: boolean): void {
    this.taken = this.taken.plus(qty);
    this.isIntrabar ||= isIntrabar;
  }

  liquidation(): { readonly position: PaperPosition; readonly price: Decimal } | undefined {
    if (this.isLiquidationChecked) return undefined;
    const price = this.liquidationPrice();
    const position = this.venue.account.positionsIn(this.instrument.symbol)[0];
    if (price !== undefined && position !== undefined) return { position, price };
    this.isLiquidationChecked = true;
    return undefined;
  }

  trail(order: Resting): void {
    trail(order, this.candle, this.instrument.tickSize);
  }

  save(): TurnState {
    const { candle, taken, isIntrabar, isLiquidationChecked } = this;
    return { kind: 'candle', candle, taken, isIntrabar, isLiquidationChecked };
  }

  load({ taken, isIntrabar, isLiquidationChecked }: Extract<TurnState, { kind: 'candle' }>): this {
    this.taken = taken;
    this.isIntrabar = isIntrabar;
    this.isLiquidationChecked = isLiquidationChecked;
    return this;
  }

  private liquidationPrice(): Decimal | undefined {
    return liquidationPrice(this.venue.account, this.instrument, this.candle);
  }
}
