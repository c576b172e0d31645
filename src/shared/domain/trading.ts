import type { EpochMs, StrategyId, SymbolId } from './ids.ts';
import type { RefusalCode } from './refusal.ts';

export type Mode = 'backtest' | 'paper' | 'live' | 'replay';

/** ACTIVE: anything. REDUCING: only orders that reduce. HALTED: nothing but cancels. */
export type TradingState = 'ACTIVE' | 'REDUCING' | 'HALTED';

export interface TradingStateChange {
  readonly from: TradingState;
  readonly to: TradingState;
  readonly at: EpochMs;
  /** The limit that was breached, or the command. */
  readonly cause: 'DAILY_LOSS' | 'DRAWDOWN' | 'command' | 'killSwitch' | 'newDay' | 'safeMode';
  readonly reason: string;
  /** When it ends by itself; absent: by hand, with a reason. */
  readonly until?: EpochMs;
}

/** Entries are refused while a lock holds; without symbol and strategy it holds for all. */
export interface Lock {
  readonly id: number;
  readonly code: Extract<RefusalCode, `LOCK_${string}` | 'CONSECUTIVE_LOSSES'>;
  readonly symbol?: SymbolId;
  readonly strategy?: StrategyId;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly reason: string;
}
