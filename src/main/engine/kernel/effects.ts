// Everything the engine wants done. The host performs them after the step is durable, in this order.
import type { ClientOrderId, EpochMs, SymbolId, VenueOrderId } from '../../../shared/domain/ids.ts';
import type { OrderIntent } from '../../../shared/domain/order.ts';
import type { PredictionRequest } from '../../../shared/domain/prediction.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { Timeframe } from '../../../shared/time.ts';

export type EngineEffect =
  | { readonly kind: 'submitOrder'; readonly order: OrderIntent }
  | { readonly kind: 'cancelOrder'; readonly clientOrderId: ClientOrderId }
  /** New quantity, or new prices, of a working order; what it has filled counts in: fills may be on their way. */
  | {
      readonly kind: 'amendOrder';
      readonly clientOrderId: ClientOrderId;
      readonly qty: Decimal;
      readonly limitPrice?: Decimal | undefined;
      readonly stopPrice?: Decimal | undefined;
    }
  /** An order at the venue that is not ours. What became of it is seen by the next comparison. */
  | { readonly kind: 'cancelForeignOrder'; readonly symbol: SymbolId; readonly venueOrderId: VenueOrderId }
  /** Wake the engine with a `timer` input at this time; replaces the one armed before. */
  | { readonly kind: 'armTimer'; readonly at: EpochMs }
  | {
      readonly kind: 'requestBackfill';
      readonly symbol: SymbolId;
      readonly timeframe: Timeframe;
      readonly from: EpochMs;
      readonly to: EpochMs;
    }
  /** Ask its models; each answers with a `prediction` input of its own, a failure too. */
  | { readonly kind: 'requestPrediction'; readonly request: PredictionRequest }
  | { readonly kind: 'notify'; readonly level: 'info' | 'warning' | 'critical'; readonly text: string };
