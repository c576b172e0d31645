import type { Timeframe } from '../time.ts';
import type { EpochMs, StrategyId, SymbolId } from './ids.ts';

/** One strategy's look at one closed candle of one symbol: what it found, and how far it came. Kept for "why" and "why not". */
export interface DecisionRecord {
  readonly strategy: StrategyId;
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly closeTime: EpochMs;
  /** Hash of the strategy's definition: its condition trees give the values below their meaning. */
  readonly definition: string;
  /** What was asked: the entry conditions while flat, the exit condition of the side held, nothing while an order was on its way. */
  readonly asked: 'entry' | 'exitLong' | 'exitShort' | 'nothing';
  /** Operand values of every comparison asked, in the order of the trees (long before short); null: absent. */
  readonly values: readonly (number | string | null)[];
  /** The truth of each comparison, in the same order: `1`, `0`, or `?` for unknown. */
  readonly results: string;
  /** The stage that stopped it, or `ordered`: where an order went out. */
  readonly stage: 'conditions' | 'gates' | 'exitPlan' | 'sizing' | 'risk' | 'working' | 'history' | 'ordered';
  /** The gate or the refusal code that stopped it, where there is one. */
  readonly code?: string | undefined;
  /** A sentence: what stopped it or what was ordered. Empty where the conditions say it all. */
  readonly detail: string;
}
