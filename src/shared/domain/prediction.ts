import type { Timeframe } from '../time.ts';
import type { EpochMs, ModelId, SymbolId } from './ids.ts';

export type Direction = 'SELL' | 'HOLD' | 'BUY';

/** Calibrated class probabilities; each 0..1, sum 1. */
export interface Probabilities {
  readonly sell: number;
  readonly hold: number;
  readonly buy: number;
}

/** One model's answer for one candle, or why there is none. */
export type Prediction = {
  readonly symbol: SymbolId;
  readonly model: ModelId;
  readonly timeframe: Timeframe;
  readonly candleCloseTime: EpochMs;
} & (
  | {
      readonly ok: true;
      readonly probabilities: Probabilities;
      /** Accepted candles in the feature window / expected ones, 0..1. */
      readonly dataQuality: number;
      readonly featureHash: string;
      readonly modelHash: string;
      readonly latencyMs: number;
    }
  | { readonly ok: false; readonly code: string; readonly detail: string }
);

/** The fields of a consensus that a strategy can read. */
export interface ConsensusView {
  readonly direction: Direction;
  readonly confidence: number;
  readonly score: number;
  readonly agreement: number;
  readonly quorum: number;
  readonly isActionable: boolean;
}
