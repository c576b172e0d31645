import type { Timeframe } from '../time.ts';
import type { EpochMs, StrategyId, SymbolId } from './ids.ts';
import type { Measure } from './signal.ts';

/** What a strategy is asked at a close: to enter while flat, to leave the side it holds, nothing while an order is on its way. */
export type Question = 'entry' | 'exitLong' | 'exitShort' | 'nothing';

/** How far an evaluation comes. `failed`: an error of this strategy, isolated. */
export type DecisionStage = 'conditions' | 'gates' | 'exitPlan' | 'sizing' | 'risk' | 'working' | 'failed' | 'ordered';

/** The stage that stopped an evaluation, or `ordered`: an order went out. */
export interface DecisionEnd {
  readonly stage: DecisionStage;
  /** The gate, the sizing problem or the refusal code that stopped it, where there is one. */
  readonly code?: string | undefined;
  /** A sentence: what stopped it or what was ordered. Empty where the conditions say it all. */
  readonly detail: string;
  /** How far away it was, where that is a number or a time. */
  readonly measure?: Measure | undefined;
}

/** One strategy's look at one closed candle of one symbol: what it found, and how far it came. Kept for "why" and "why not". */
export interface DecisionRecord extends DecisionEnd {
  readonly strategy: StrategyId;
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly closeTime: EpochMs;
  /** Hash of the strategy's definition: its condition trees give the values below their meaning. */
  readonly definition: string;
  readonly asked: Question;
  /**
   * What the comparisons asked read: each value once, in the order of the trees (long before short), newest first, constants left
   * out; null: absent. Directions are -1 SELL, 0 HOLD, 1 BUY.
   */
  readonly values: readonly (number | null)[];
  /** The truth of each comparison, in the order of the trees: `1`, `0`, or `?` for unknown. */
  readonly results: string;
}
