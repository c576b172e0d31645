import type { Decimal } from '../money.ts';
import type { SymbolId } from './ids.ts';

/** Spot: the quote balance pays, the base balance receives. Linear: profit and loss settle in the quote currency. */
export type InstrumentKind = 'spot' | 'linear';

/** What a venue allows on one market. Prices in quote currency, quantities in base coin or contracts. */
export interface Instrument {
  readonly symbol: SymbolId;
  readonly kind: InstrumentKind;
  readonly base: string;
  readonly quote: string;
  readonly settle: string;
  /** Grid of prices. */
  readonly tickSize: Decimal;
  /** Grid of quantities. */
  readonly lotSize: Decimal;
  readonly minQty: Decimal;
  /** Undefined: the venue states none. */
  readonly maxQty?: Decimal;
  readonly minNotional: Decimal;
  /** Base coin per contract; 1 for spot. */
  readonly contractSize: Decimal;
  readonly makerBps: Decimal;
  readonly takerBps: Decimal;
  readonly maxLeverage: Decimal;
  readonly maintenanceMarginPct: Decimal;
  /** False while the venue has stopped trading it. */
  readonly isActive: boolean;
}
