// Everything that happened, past tense. Events are facts for the journal, the store and the window; they steer nothing.
import type { Candle } from '../../../shared/domain/candle.ts';
import type { ClientOrderId, EpochMs, ModelId, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import type { Fill, Order } from '../../../shared/domain/order.ts';
import type { LedgerEntry, Position, Trade } from '../../../shared/domain/portfolio.ts';
import type { ConsensusSummary, Prediction, ResolvedPrediction } from '../../../shared/domain/prediction.ts';
import type { DecisionRecord } from '../../../shared/domain/decisionRecord.ts';
import type { Verdict } from '../../../shared/domain/refusal.ts';
import type { Decision, Evidence, Signal } from '../../../shared/domain/signal.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import type { Lock, TradingStateChange } from '../../../shared/domain/trading.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { DriftChange } from '../consensus/driftWatch.ts';
import type { FeedStatus, UserCommand, VenueReport } from './inputs.ts';

/** A part of the step that is timed and counted by the host. */
export type Processor = 'indication' | 'strategy' | 'realtime' | 'health';

export type EngineEvent =
  | { readonly kind: 'configApplied'; readonly strategies: readonly StrategyId[] }
  | { readonly kind: 'configRefused'; readonly reason: string }
  | { readonly kind: 'candleRejected'; readonly candle: Candle; readonly reason: string }
  | { readonly kind: 'candleRevised'; readonly candle: Candle; readonly known: Candle }
  | { readonly kind: 'candleBuilt'; readonly candle: Candle }
  | {
      readonly kind: 'gapDetected' | 'gapResolved' | 'outageRecorded';
      readonly symbol: SymbolId;
      readonly timeframe: Timeframe;
      readonly from: EpochMs;
      readonly to: EpochMs;
    }
  /** `values[k]` belongs to column `k` of the set; null while warming up. Unique per symbol, timeframe, candle and set. */
  | {
      readonly kind: 'indicationComputed';
      readonly symbol: SymbolId;
      readonly timeframe: Timeframe;
      readonly closeTime: EpochMs;
      readonly set: string;
      readonly values: readonly (number | null)[];
    }
  | { readonly kind: 'predictionReceived'; readonly prediction: Prediction }
  /** At each close whose predictions have settled, and between closes where its direction or `isActionable` changed. */
  | { readonly kind: 'consensusChanged'; readonly consensus: ConsensusSummary }
  | { readonly kind: 'predictionResolved'; readonly resolved: ResolvedPrediction }
  | {
      readonly kind: 'modelDriftChanged';
      readonly symbol: SymbolId;
      readonly model: ModelId;
      readonly change: DriftChange;
    }
  | { readonly kind: 'signalRaised'; readonly signal: Signal }
  | { readonly kind: 'decisionMade'; readonly decision: Decision }
  /** Both only where the configuration records decisions. */
  | { readonly kind: 'strategyDefined'; readonly hash: string; readonly definition: StrategyDefinition }
  | { readonly kind: 'decisionRecorded'; readonly record: DecisionRecord }
  | {
      readonly kind: 'explained';
      readonly strategy: StrategyId;
      readonly symbol: SymbolId;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'orderRefused';
      readonly strategy: StrategyId;
      readonly symbol: SymbolId;
      readonly verdicts: readonly Verdict[];
    }
  | { readonly kind: 'orderChanged'; readonly order: Order }
  | { readonly kind: 'orderFilled'; readonly fill: Fill }
  /** A report that fits no order of ours, or says what is known already. */
  | { readonly kind: 'reportIgnored'; readonly report: VenueReport; readonly reason: string }
  | { readonly kind: 'positionChanged'; readonly position: Position }
  | { readonly kind: 'tradeClosed'; readonly trade: Trade }
  | { readonly kind: 'ledgerPosted'; readonly entry: LedgerEntry }
  | { readonly kind: 'equitySampled'; readonly at: EpochMs; readonly equity: Decimal }
  | { readonly kind: 'tradingStateChanged'; readonly change: TradingStateChange }
  | { readonly kind: 'lockPlaced'; readonly lock: Lock }
  | { readonly kind: 'lockReleased'; readonly lock: Lock }
  | { readonly kind: 'feedChanged'; readonly status: FeedStatus }
  | { readonly kind: 'commandAccepted'; readonly command: UserCommand }
  | { readonly kind: 'commandRefused'; readonly command: UserCommand; readonly reason: string }
  | { readonly kind: 'cancelRejected'; readonly clientOrderId: ClientOrderId; readonly reason: string }
  /** One unit failed and was isolated; the others went on. */
  | { readonly kind: 'unitFailed'; readonly processor: Processor; readonly unit: string; readonly message: string }
  /** All positions closed after a kill switch, but for `dust`: less than an order can close. */
  | {
      readonly kind: 'flattened';
      readonly requestedAt: EpochMs;
      readonly tookMs: number;
      readonly dust?: readonly { readonly strategy: StrategyId; readonly symbol: SymbolId; readonly qty: Decimal }[];
    }
  /** Our open orders against the venue's; what differs waits for reconciliation. */
  | {
      readonly kind: 'venueCompared';
      readonly missing: readonly ClientOrderId[];
      readonly unknown: readonly ClientOrderId[];
      readonly balanceDrift: Decimal;
      /** Symbols whose net quantity differs from the venue's. */
      readonly positions: readonly { readonly symbol: SymbolId; readonly ours: Decimal; readonly theirs: Decimal }[];
    };
