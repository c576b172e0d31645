// What one engine shows of itself: read by the status view now and by the window later. Times are the connection's own.
import type { Decimal } from '../money.ts';
import type { Timeframe } from '../time.ts';
import type { Candle } from './candle.ts';
import type { ConnectionId, EpochMs, ModelId, SymbolId } from './ids.ts';
import type { Instrument } from './instrument.ts';
import type { Fill, Order } from './order.ts';
import type { LedgerEntry, Position, Trade } from './portfolio.ts';
import type { Consensus, DriftMeasures } from './prediction.ts';
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
  readonly instrument?: Instrument | undefined;
  /** 0 before the first price; bid and ask 0 while there are only candles. */
  readonly price: number;
  readonly bid: number;
  readonly ask: number;
  readonly pricedAt: EpochMs;
  readonly lastCandleClose?: EpochMs | undefined;
  readonly lastCandle?: Candle | undefined;
  /** Why entries are refused for stale or missing data; undefined: fresh. */
  readonly staleReason?: string | undefined;
  readonly hasGap: boolean;
  /** The newest values of the indication set of the base timeframe, in its order; null while warming up. */
  readonly indications: readonly { readonly name: string; readonly value: number | null }[];
}

/** One model on one symbol, as it does live. */
export interface ModelStatus {
  readonly model: ModelId;
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
  readonly weight: number;
  readonly modelHash: string;
  readonly drift: DriftMeasures;
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
  /** Differences with the venue's account that wait for the trader. */
  readonly differences: number;
}

export interface ActivityLine {
  readonly at: EpochMs;
  readonly level: 'info' | 'warning' | 'critical';
  readonly text: string;
}

/** What has happened since this program took the engine up, counted. */
export interface SessionTotals {
  /** The connection's time, and the equity then. */
  readonly startedAt: EpochMs;
  readonly startEquity: Decimal;
  readonly signals: number;
  readonly ordered: number;
  /** Signals refused, by the code that stopped them; a gate's under its name. */
  readonly refused: Readonly<Record<string, number>>;
  readonly fills: number;
  readonly trades: number;
  /** Trades with a profit after fees and funding. */
  readonly wins: number;
  /** Net of fees and funding. */
  readonly realised: Decimal;
  readonly fees: Decimal;
  readonly funding: Decimal;
}

/** `restarting`: failed, and tried again after a pause; `failed`: needs the trader, who finds the sentence in `detail`. */
export type EngineState = 'starting' | 'running' | 'safeMode' | 'restarting' | 'stopping' | 'stopped' | 'failed';

export interface EngineStatus {
  readonly connection: ConnectionId;
  readonly isSimulated: boolean;
  readonly mode: Mode;
  /** True: mode `live`, and switched on; else a live connection refuses every order but protection. */
  readonly isLive: boolean;
  readonly state: EngineState;
  readonly detail: string;
  readonly at: EpochMs;
  /** Its seconds per second of the machine; undefined: the machine's own time. */
  readonly speed?: number | undefined;
  /** A sentence nobody may miss: that a bad day is rehearsed, for example. */
  readonly notice?: string | undefined;
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
  /** Equity as sampled in this session, oldest first; thinned out as it grows. */
  readonly equityCurve?: readonly number[] | undefined;
  readonly session?: SessionTotals | undefined;
  readonly feed: FeedStatusView;
  readonly processors: readonly ProcessorStatus[];
  readonly markets: readonly MarketStatus[];
  /** Of each symbol with models, over all of them. */
  readonly consensus?: readonly Consensus[] | undefined;
  readonly models?: readonly ModelStatus[] | undefined;
  readonly positions: readonly Position[];
  readonly orders: readonly Order[];
  /** The newest last, a few of each. */
  readonly signals: readonly { readonly signal: Signal; readonly decision?: Decision | undefined }[];
  readonly fills?: readonly Fill[] | undefined;
  readonly trades: readonly Trade[];
  readonly ledger: readonly LedgerEntry[];
  readonly activity: readonly ActivityLine[];
  readonly journal: { readonly steps: number; readonly lastCommitMs: number };
}
