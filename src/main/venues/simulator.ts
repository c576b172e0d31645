// The two connections that trade on paper: a made-up market, and recorded candles. Both on one paper exchange with an account
// and a memory of its own, in a world with a time of its own.
import type { CandleColumns } from '../../shared/domain/candle.ts';
import type { Config } from '../../shared/config/schema.ts';
import type { ConnectionId, EpochMs, SymbolId } from '../../shared/domain/ids.ts';
import type { Instrument } from '../../shared/domain/instrument.ts';
import type { Decimal } from '../../shared/money.ts';
import type { Timeframe } from '../../shared/time.ts';
import type { Connection } from './ports.ts';

export interface PaperConnectionOptions {
  readonly id: ConnectionId;
  /** One for each symbol. */
  readonly instruments: readonly Instrument[];
  /** What the account starts with, quote currency. */
  readonly cash: Decimal;
  readonly costs: { readonly slippageBps: Decimal; readonly volumeCapPct: Decimal };
  /** From our order to the exchange; on marks only. */
  readonly latencyMs: number;
  /** marks: prices stream and orders fill on them; candles: no prices, filled exactly as in a backtest. */
  readonly fills: 'marks' | 'candles';
  /** World time between two marks of a symbol. */
  readonly markSeconds: number;
  readonly badDay: Config['badDay'];
  readonly memory: ExchangeMemory;
  /** World time at which the program last knew this world: it goes on from there, or from where its memory is, if that is later. */
  readonly resumeAt?: EpochMs | undefined;
  readonly driver: WorldDriver;
}

export interface SimulatorConnectionOptions extends PaperConnectionOptions {
  readonly seed: string;
  readonly timeframe: Timeframe;
  /** When the world starts, on a day's edge (UTC). */
  readonly startAt: EpochMs;
  /** Days of candles that there are before. */
  readonly historyDays: number;
}

export interface ReplayConnectionOptions extends PaperConnectionOptions {
  /** One symbol each, all of one timeframe. */
  readonly candles: readonly CandleColumns[];
  /** First candles of each that are history when the world starts. */
  readonly warmUpCandles: number;
  /** True: the candles were made up. */
  readonly isSimulated: boolean;
  /** Paid by longs to shorts at the time when positive, per 8 h; absent: no funding. */
  readonly fundingRate?: (symbol: SymbolId, at: EpochMs) => number;
}

/** Text that survives the process. Each call is durable when it returns. */
export interface ExchangeMemory {
  /** What was saved last with everything appended since, the end of it perhaps cut off by a crash; undefined: nothing yet. */
  load(): string | undefined;
  /** Replaces everything, as a whole or not at all. */
  save(text: string): void;
  append(text: string): void;
}

/** Makes the time of a world pass. */
export interface WorldDriver {
  start(world: DrivenWorld): void;
  stop(): void;
}

export interface DrivenWorld {
  now(): EpochMs;
  /** Lets everything up to `to` happen, unless `isEnough` says so after an event. True: it is `to` now, or the world has ended. */
  advance(to: EpochMs, isEnough?: () => boolean): boolean;
}

/** The machine's timers. */
export interface WallTimer {
  /** Milliseconds since some start. */
  elapsedMs(): number;
  /** Runs `work` once after `ms`. Returns how to call it off. */
  after(ms: number, work: () => void): () => void;
}

declare function notYet(): never;

/** A made-up market. */
export function createSimulatorConnection(options: SimulatorConnectionOptions): Connection {
  return notYet();
}

/** Recorded candles. */
export function createReplayConnection(options: ReplayConnectionOptions): Connection {
  return notYet();
}

/** World time at `speed` times the machine's, in slices of some 10 ms; late rather than in debt where it cannot keep up. */
export function createWallDriver(options: { readonly speed: number; readonly wall: WallTimer }): WorldDriver {
  return notYet();
}

/** World time by hand. */
export interface ManualDriver extends WorldDriver {
  advanceBy(ms: number): void;
  /** To the end of the recorded candles. */
  runToEnd(): void;
}
export function createManualDriver(): ManualDriver {
  return notYet();
}
