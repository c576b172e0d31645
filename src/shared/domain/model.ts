// A model as the engine knows it: plain data of its manifest entry, journaled with the configuration.
import type { Timeframe } from '../time.ts';
import type { ModelId, SymbolId } from './ids.ts';

/**
 * The triple barrier of a label. From the close of a candle, with `v` the volatility of log returns then (exponentially weighted,
 * `halfLifeCandles`): BUY when the high first reaches close * (1 + upMultiple * v * sqrt(horizonCandles)), SELL when the low first
 * reaches close * (1 - downMultiple * v * sqrt(horizonCandles)), both within `horizonCandles`; HOLD when neither is. A candle
 * that reaches both is SELL.
 */
export interface Barriers {
  readonly horizonCandles: number;
  readonly upMultiple: number;
  readonly downMultiple: number;
  readonly halfLifeCandles: number;
}

/** What live predictions are measured against; figures of the holdout with the bounds of their 95 % interval. */
export interface DriftReference {
  readonly brier: number;
  readonly brierHigh: number;
  readonly ece: number;
  readonly eceHigh: number;
  /** Inner decile edges (nine, ascending) of each feature over the training span, in the order of the feature set. */
  readonly deciles: readonly (readonly number[])[];
}

export interface ModelSpec {
  readonly id: ModelId;
  /** The symbol it speaks for on this connection. */
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  /** Share of the whole set, 0..1. */
  readonly weight: number;
  readonly featureSet: string;
  readonly featureHash: string;
  /** sha256 of the model file. */
  readonly modelHash: string;
  readonly barriers: Barriers;
  readonly reference: DriftReference;
}
