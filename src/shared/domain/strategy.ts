// What a strategy is once its file has been read: plain data without defaults, journaled within the engine's configuration.
import type { Decimal } from '../money.ts';
import type { Timeframe } from '../time.ts';
import type { StrategyId, SymbolId } from './ids.ts';
import type { PositionSide } from './order.ts';
import type { ConsensusView, Direction } from './prediction.ts';

export interface StrategyDefinition {
  readonly id: StrategyId;
  readonly name: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly symbols: readonly SymbolId[];
  /** Conditions are evaluated at each close of this timeframe. */
  readonly timeframe: Timeframe;
  readonly sides: readonly PositionSide[];
  /** Has a condition for every side in `sides`. */
  readonly entry: SideConditions;
  /** A side without one is left by `risk` alone. */
  readonly exit: SideConditions;
  readonly risk: StrategyRisk;
  readonly sizing: Sizing;
  readonly gates: StrategyGates;
}

export interface SideConditions {
  readonly long?: Condition;
  readonly short?: Condition;
}

/** Three-valued: a comparison with an absent value is unknown; `all`, `any` and `not` follow Kleene. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | {
      readonly kind: 'above' | 'below' | 'equals' | 'crossesAbove' | 'crossesBelow';
      readonly left: Operand;
      readonly right: Operand;
    }
  /** Both bounds included. */
  | { readonly kind: 'between'; readonly value: Operand; readonly low: Operand; readonly high: Operand }
  /** Strictly, over `candles` steps: x[i] > x[i-1] > ... > x[i-candles]. */
  | { readonly kind: 'rising' | 'falling'; readonly value: Operand; readonly candles: number };

export type PriceField = 'open' | 'high' | 'low' | 'close' | 'volume';
/** `isActionable` reads as 1 or 0. */
export type ConsensusField = keyof ConsensusView;

export type Operand =
  | { readonly kind: 'constant'; readonly value: number | Direction }
  | (OperandPlace &
      (
        | {
            readonly kind: 'indicator';
            readonly name: string;
            /** Every parameter of the indicator, defaults filled in. */
            readonly params: Readonly<Record<string, number>>;
            readonly line: string;
          }
        | { readonly kind: 'price'; readonly field: PriceField }
        | { readonly kind: 'consensus'; readonly field: ConsensusField }
      ));

export interface OperandPlace {
  /** Candles back, of the operand's own timeframe (a consensus: of the strategy's, at whose closes it is sampled). */
  readonly offset: number;
  /**
   * Absent: the strategy's own. A higher one: its last candle closed at the strategy's candle; what was visible at the strategy's
   * candle before counts as its value before. A consensus: over the models of that timeframe alone.
   */
  readonly timeframe?: Timeframe;
}

/** How an open position is protected; null is off. Percentages of the average entry. */
export interface StrategyRisk {
  readonly stopLoss: ExitDistance | null;
  readonly takeProfit: ExitDistance | null;
  readonly trailing: { readonly activationPct: Decimal; readonly distancePct: Decimal } | null;
  readonly breakEven: { readonly activationPct: Decimal; readonly offsetPct: Decimal } | null;
  readonly maxHoldHours: number | null;
}

/** From the average entry: percent of it, or a multiple of the ATR of the strategy's timeframe at the decision. */
export type ExitDistance =
  | { readonly kind: 'percent'; readonly pct: Decimal }
  | { readonly kind: 'atr'; readonly period: number; readonly multiple: number };

export type Sizing =
  /** Base coin or contracts. */
  | { readonly kind: 'fixedQty'; readonly qty: Decimal }
  /** Notional in percent of equity. */
  | { readonly kind: 'percentEquity'; readonly pct: Decimal }
  /** The loss at the stop, before costs, in percent of equity. */
  | { readonly kind: 'riskPercent'; readonly pct: Decimal }
  /** Notional such that the position's annual volatility is `annualPct` of equity; at most `maxPct` of it. */
  | {
      readonly kind: 'volatilityTarget';
      readonly annualPct: number;
      readonly lookback: number;
      readonly maxPct: number;
    }
  /** `fraction` of the Kelly share over the last `lookback` closed trades, at most `maxPct`; `startPct` before `minTrades`. */
  | {
      readonly kind: 'kelly';
      readonly fraction: number;
      readonly maxPct: number;
      readonly minTrades: number;
      readonly lookback: number;
      readonly startPct: number;
    };

/** Between a signal and its sizing, entries only; null is off. */
export interface StrategyGates {
  /** Gross profit / gross loss of the last `profitFactorTrades` closed trades, once `profitFactorMinTrades` exist. */
  readonly minProfitFactor: number | null;
  readonly profitFactorTrades: number;
  readonly profitFactorMinTrades: number;
  /** Weight share of healthy models with a fresh prediction, 0..1. */
  readonly minModelQuorum: number | null;
  /** Since the strategy's last exit in the symbol. */
  readonly coolDownMinutes: number | null;
  /** Accepted / expected candles, 0..1. */
  readonly minDataQuality: number | null;
  readonly sessionHours: SessionHours | null;
}

/** UTC hours [from, to), over midnight where `from > to`; the weekday is that of the moment itself. */
export interface SessionHours {
  readonly from: number;
  readonly to: number;
  /** 0 Sunday .. 6 Saturday; absent: every day. */
  readonly weekdays?: readonly number[];
}
