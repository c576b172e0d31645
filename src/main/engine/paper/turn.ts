// What the paper venue deals with at a time: one candle, or one mark. It says whose turn it is and at what price they trade.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { Side } from '../../../shared/domain/order.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { MarketQuote } from './marketQuote.ts';
import type { Outcome } from './matching.ts';
import type { PaperAccount, PaperCosts, PaperPosition } from './paperAccount.ts';
import type { Book, Resting } from './restingOrders.ts';

export interface Turn {
  readonly book: Book;
  /** Orders active by then have their turn; what they fill is dated so. */
  readonly at: EpochMs;
  /** What funding is paid on. */
  readonly price: number;
  /** A protective order placed within the turn may join it before its time. */
  admit(order: Resting): void;
  /** True: whether there is a liquidation comes before it. */
  waitsForLiquidation(order: Resting): boolean;
  match(order: Resting): Outcome;
  /** What others still give to that side, on the lot grid; undefined: any quantity. */
  room(side: Side): Decimal | undefined;
  /** A fill: less room for the next. */
  take(side: Side, qty: Decimal, isIntrabar: boolean): void;
  /** No position is closed by the venue from here on. */
  readonly isLiquidationChecked: boolean;
  /** The position that the venue closes next, and the price before slippage; undefined: none, for the rest of the turn. */
  liquidation(): { readonly position: PaperPosition; readonly price: Decimal } | undefined;
  /** The end of the turn: a trailing stop follows. */
  trail(order: Resting): void;
  save(): TurnState;
}

/** Plain data; quantities are what our orders have taken so far. */
export type TurnState =
  | {
      readonly kind: 'candle';
      readonly candle: Candle;
      readonly taken: Decimal;
      readonly isIntrabar: boolean;
      readonly isLiquidationChecked: boolean;
    }
  | {
      readonly kind: 'mark';
      readonly quote: MarketQuote;
      readonly bought: Decimal;
      readonly sold: Decimal;
      readonly isLiquidationChecked: boolean;
    };

/** What every turn of a venue goes by. */
export interface TurnSetting {
  readonly costs: PaperCosts;
  readonly account: PaperAccount;
}
