// What the paper connections are made of, and the ports they need: memory, timers, a driver of world time.
import type { Config } from '../../../shared/config/schema.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import type { ConnectionId, EpochMs } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { FundingSource } from '../../engine/paper/paperAccount.ts';

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
  /** Absent: no funding. */
  readonly funding?: FundingSource | undefined;
}

/** A text that survives the process. Throws `AppError`. */
export interface ExchangeMemory {
  /** What was saved last with everything appended since; undefined: nothing yet. */
  load(): string | undefined;
  /** Replaces everything. This and `append` happen as a whole or not at all, and survive once they return. */
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
  /**
   * Lets everything up to `to` happen. False: not all of it, because `isEnough` said so after an event, because somebody holds its
   * time, or because somebody waits for an answer of the exchange, which comes only once the caller has let promises run.
   */
  advance(to: EpochMs, isEnough?: () => boolean): boolean;
  /** Somebody holds its time. */
  isHeld(): boolean;
  /** True: no prices are left to come; only time passes. */
  hasEnded(): boolean;
}

/** The machine's timers. */
export interface WallTimer {
  /** Milliseconds since some start. */
  elapsedMs(): number;
  /** Runs `work` once after `ms`. Returns how to call it off. */
  after(ms: number, work: () => void): () => void;
}
