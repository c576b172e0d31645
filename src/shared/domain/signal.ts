import type { Decimal } from '../money.ts';
import type { Timeframe } from '../time.ts';
import type { ClientOrderId, EpochMs, SignalId, StrategyId, SymbolId } from './ids.ts';
import type { PositionSide } from './order.ts';
import type { Verdict } from './refusal.ts';

/** A node of the evidence tree: what was asked, what was found. `result` null: a value is still warming up or absent. */
export interface Evidence {
  /** `all`, `any`, `not` or the comparison, with its operands in words. */
  readonly label: string;
  readonly result: boolean | null;
  /** Operands of a comparison, newest first where more than one candle counts. */
  readonly values?: readonly {
    readonly name: string;
    readonly now: number | string | null;
    readonly before?: number | null;
  }[];
  readonly children?: readonly Evidence[];
}

export type SignalAction = 'entry' | 'exit';

/** A strategy's proposal at one candle close. */
export interface Signal {
  readonly id: SignalId;
  readonly strategy: StrategyId;
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly action: SignalAction;
  readonly side: PositionSide;
  readonly candleCloseTime: EpochMs;
  /** 0..1. */
  readonly strength: number;
  readonly evidence: Evidence;
}

/** What was found against what is wanted at least, or when the reason ends by itself. */
export type Measure = { readonly found: number; readonly wanted: number } | { readonly until: EpochMs };

/** A gate between a signal and its sizing. */
export interface GateVerdict {
  readonly gate: 'profitFactor' | 'modelQuorum' | 'coolDown' | 'dataQuality' | 'sessionHours' | 'lock';
  readonly allow: boolean;
  readonly detail: string;
  /** Of a refusal, where it is a number or a time. */
  readonly measure?: Measure | undefined;
}

/** What became of a signal. */
export interface Decision {
  readonly signal: SignalId;
  readonly at: EpochMs;
  readonly outcome: 'ordered' | 'refused' | 'ignored';
  /** A sentence. */
  readonly reason: string;
  readonly gates: readonly GateVerdict[];
  /** Of an entry that came so far: its size, and how it was found. */
  readonly sizing?: { readonly qty: Decimal; readonly detail: string };
  /** Every risk check in its order. */
  readonly verdicts: readonly Verdict[];
  readonly orders: readonly ClientOrderId[];
}
