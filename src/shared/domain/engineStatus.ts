// What one engine shows of itself: read by the status view now and by the window later. Times are the connection's own.
import type { Decimal } from '../money.ts';
import type { Timeframe } from '../time.ts';
import type { ConnectionId, EpochMs, SymbolId } from './ids.ts';
import type { Order } from './order.ts';
import type { LedgerEntry, Position, Trade } from './portfolio.ts';
import type { Decision, Signal } from './signal.ts';
import type { Lock, Mode, TradingState, TradingStateChange } from './trading.ts';

export type ProcessorName = 'indication' | 'strategy' | 'realtime' | 'health';

/** Timings of one stage of the step; durations in ms. */
export interface ProcessorStatus {
  readonly processor: ProcessorName;
  readonly cycles: number;
  readonly lastMs: number;
  readonly p95Ms: number;
  readonly errors: number;
  readonly lastError?: string | undefined;
  readonly heartbeatAt?: EpochMs | undefined;
}

export interface MarketStatus {
  readonly symbol: SymbolId;
  /** 0 before the first price; bid and ask 0 while there are only candles. */
  readonly price: number;
  readonly bid: number;
  readonly ask: number;
  readonly pricedAt: EpochMs;
  readonly lastCandleClose?: EpochMs | undefined;
  /** Why entries are refused for stale or missing data; undefined: fresh. */
  readonly staleReason?: string | undefined;
  readonly hasGap: boolean;
  /** The newest values of the indication set of the base timeframe, in its order; null while warming up. */
  readonly indications: readonly { readonly name: string; readonly value: number | null }[];
}

export interface FeedStatusView {
  readonly isConnected: boolean;
  readonly detail: string;
  readonly reconnects: number;
  /** Messages left out because they were malformed. */
  readonly rejected: number;
  readonly clockSkewMs?: number | undefined;
  readonly isReconciling: boolean;
  readonly reconcilingSymbols: readonly SymbolId[];
}

export interface ActivityLine {
  readonly at: EpochMs;
  readonly level: 'info' | 'warning' | 'critical';
  readonly text: string;
}

/** `restarting`: failed, and tried again after a pause; `failed`: needs the trader, who finds the sentence in `detail`. */
export type EngineState = 'starting' | 'running' | 'safeMode' | 'restarting' | 'stopping' | 'stopped' | 'failed';

export interface EngineStatus {
  readonly connection: ConnectionId;
  readonly isSimulated: boolean;
  readonly mode: Mode;
  readonly state: EngineState;
  readonly detail: string;
  readonly at: EpochMs;
  readonly timeframe: Timeframe;
  readonly strategies: readonly string[];
  readonly tradingState: TradingState;
  readonly stateChange?: TradingStateChange | undefined;
  readonly isSafeMode: boolean;
  readonly locks: readonly Lock[];
  readonly quote: string;
  readonly equity: Decimal;
  readonly balance: Decimal;
  /** Equity at the start of the risk day; zero before the first. */
  readonly dayStartEquity: Decimal;
  readonly peakEquity: Decimal;
  readonly feed: FeedStatusView;
  readonly processors: readonly ProcessorStatus[];
  readonly markets: readonly MarketStatus[];
  readonly positions: readonly Position[];
  readonly orders: readonly Order[];
  /** The newest last, a few of each. */
  readonly signals: readonly { readonly signal: Signal; readonly decision?: Decision | undefined }[];
  readonly trades: readonly Trade[];
  readonly ledger: readonly LedgerEntry[];
  readonly activity: readonly ActivityLine[];
  readonly journal: { readonly steps: number; readonly lastCommitMs: number };
}
