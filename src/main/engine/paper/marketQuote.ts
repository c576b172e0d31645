// The top of a book at one moment: what the paper venue fills on between candles.
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';

/** Prices in quote currency, 0 < bid <= ask; sizes at the best prices in base coin or contracts, as the instrument counts. */
export interface MarketQuote {
  readonly symbol: SymbolId;
  readonly at: EpochMs;
  readonly bid: number;
  readonly ask: number;
  readonly last: number;
  readonly bidSize: number;
  readonly askSize: number;
}
