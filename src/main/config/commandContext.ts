// What every command gets: the only door through which time, disk locations, output and the wish to stop enter it.
import type { Config } from '../../shared/config/schema.ts';
import type { EpochMs } from '../../shared/domain/ids.ts';
import type { ConfigSources } from './loadConfig.ts';
import type { Logger } from '../logging/logger.ts';

export interface CommandContext extends TerminalContext {
  readonly config: Config;
  readonly log: Logger;
}

/** What a command gets that must work even with a broken configuration. */
export interface TerminalContext {
  readonly configSources: ConfigSources;
  /** Absolute; may not exist yet: `ensureFolder` before writing. */
  readonly dataDir: string;
  /** Opens the vault where there is no window to do it in; never told, never inherited. */
  readonly vaultPassphrase?: string | undefined;
  readonly out: Output;
  readonly progress: Progress;
  readonly clock: WallClock;
  /** Aborted by the first Ctrl+C. */
  readonly signal: AbortSignal;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Lets signals and timers in, at least every 100 ms of long synchronous work; throws `CANCELED` once asked to stop. */
  readonly breathe: () => Promise<void>;
}

export interface WallClock {
  readonly now: () => EpochMs;
  /** Milliseconds since some start, for durations. */
  readonly elapsedMs: () => number;
}

export interface Output {
  /** The answer, once per command: with --json `value` as the one document on stdout, else `text` for people. */
  readonly answer: (value: unknown, text: () => string) => void;
  /** A remark for people, on stderr; nothing with --quiet. */
  readonly note: (text: string) => void;
}

export interface Progress {
  /** A piece of work of `total` units; undefined while the total is unknown. */
  readonly begin: (label: string, total: number | undefined, unit: string) => ProgressTask;
}

export interface ProgressTask {
  /** Cheap enough for every few hundred units: shown at most some times a second. */
  readonly update: (done: number) => void;
  readonly end: () => void;
}

/** 0 done, 1 the answer is no. Everything else is thrown: `AppError` BAD_INPUT, NOT_FOUND, NOT_WRITABLE end with 2. */
export type CommandOutcome = 0 | 1;
