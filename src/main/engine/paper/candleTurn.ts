// One candle at the paper venue: its volume is shared by all orders, and its path decides what comes before a liquidation.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { Side } from '../../../shared/domain/order.ts';
import { Decimal, percentOf } from '../../../shared/money.ts';
import { type CandleMarket, isReachedBefore, matchOnCandle } from './candleFills.ts';
import { liquidationPrice } from './margin.ts';
import { type Outcome, trail } from './matching.ts';
import type { PaperAccount, PaperPosition } from './paperAccount.ts';
import type { Book, Resting } from './restingOrders.ts';
import type { Turn, TurnSetting, TurnState } from './turn.ts';

export class CandleTurn implements Turn {
  readonly book: Book;
  readonly at: EpochMs;
  readonly price: number;
  private readonly market: CandleMarket;
  private readonly account: PaperAccount;
  private readonly volumeCapPct: Decimal;
  private taken = Decimal.ZERO;
  /** Something was filled after the open: what is placed from here on has not seen it. */
  private isIntrabar = false;
  isLiquidationChecked: boolean;

  constructor(candle: Candle, book: Book, { costs, account }: TurnSetting) {
    this.book = book;
    this.at = candle.openTime;
    this.price = candle.open;
    this.market = { candle, instrument: book.instrument, slippageBps: costs.slippageBps };
    this.account = account;
    this.volumeCapPct = costs.volumeCapPct;
    this.isLiquidationChecked = book.instrument.kind !== 'linear';
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
    return price !== undefined && !isReachedBefore(order, price, this.market.candle);
  }

  match(order: Resting): Outcome {
    return matchOnCandle(order, this.market);
  }

  /** Our share of the candle's volume, whichever side. */
  room(): Decimal | undefined {
    if (this.volumeCapPct.isZero()) return undefined;
    const { candle, instrument } = this.market;
    const share = percentOf(Decimal.fromNumber(candle.volume), this.volumeCapPct);
    return share.floorQuotient(instrument.contractSize, instrument.lotSize).minus(this.taken);
  }

  take(_side: Side, qty: Decimal, isIntrabar: boolean): void {
    this.taken = this.taken.plus(qty);
    this.isIntrabar ||= isIntrabar;
  }

  liquidation(): { readonly position: PaperPosition; readonly price: Decimal } | undefined {
    if (this.isLiquidationChecked) return undefined;
    const price = this.liquidationPrice();
    const position = this.account.positionsIn(this.book.instrument.symbol)[0];
    if (price !== undefined && position !== undefined) return { position, price };
    this.isLiquidationChecked = true;
    return undefined;
  }

  trail(order: Resting): void {
    trail(order, this.market.candle, this.market.instrument.tickSize);
  }

  save(): TurnState {
    const { taken, isIntrabar, isLiquidationChecked } = this;
    return { kind: 'candle', candle: this.market.candle, taken, isIntrabar, isLiquidationChecked };
  }

  load({ taken, isIntrabar, isLiquidationChecked }: Extract<TurnState, { kind: 'candle' }>): this {
    this.taken = taken;
    this.isIntrabar = isIntrabar;
    this.isLiquidationChecked = isLiquidationChecked;
    return this;
  }

  private liquidationPrice(): Decimal | undefined {
    return liquidationPrice(this.account, this.market.instrument, this.market.candle);
  }
}
