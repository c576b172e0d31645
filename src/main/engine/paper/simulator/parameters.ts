// What the simulated markets look like: the fitted parameters, and the real statistics they were fitted to.
import type { SymbolId } from '../../../../shared/domain/ids.ts';
import { createRng } from '../../kernel/rng.ts';
import type { Regime } from './climate.ts';

/** Model step. Statistics and parameters below are per step of 15 minutes. */
export const BLOCK_MINUTES = 15;
export const BLOCKS_PER_YEAR = (365 * 24 * 60) / BLOCK_MINUTES;

/** The instrument and its part in the common market. */
export interface MarketParameters {
  /** Tick and lot are 10 to the minus these. */
  readonly priceDecimals: number;
  readonly lotDecimals: number;
  readonly startPrice: number;
  /** Root mean square of log returns, per year. */
  readonly annualVolatility: number;
  /** Weight of the common factor in returns, 0..1; the rest is the symbol's own. */
  readonly factorWeight: number;
  /** Median volume of a block, base coin. */
  readonly medianVolume: number;
  /** Usual spread, basis points of price. */
  readonly spreadBps: number;
}
