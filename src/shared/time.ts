// Time as values: epoch milliseconds UTC and candle timeframes. Nothing here reads a clock.
import { type EpochMs, toEpochMs } from './domain/ids.ts';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const TIMEFRAME_MS = {
  '1m': MINUTE_MS,
  '3m': 3 * MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '4h': 4 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '1d': DAY_MS,
} as const;

/** Candle length. Buckets are aligned to the epoch. */
export type Timeframe = keyof typeof TIMEFRAME_MS;

/** Every timeframe, shortest first. */
export const TIMEFRAMES = Object.keys(TIMEFRAME_MS) as readonly Timeframe[];

export const isTimeframe = (text: string): text is Timeframe => Object.hasOwn(TIMEFRAME_MS, text);

/** Length of one candle in ms. */
export const timeframeMs = (timeframe: Timeframe): number => TIMEFRAME_MS[timeframe];

/** Open time of the bucket that holds `at`. */
export const bucketOpen = (at: number, timeframe: Timeframe): EpochMs => {
  const length = TIMEFRAME_MS[timeframe];
  return toEpochMs(Math.floor(at / length) * length);
};

/** True when whole candles of `base` fill one candle of `higher`. */
export const isBuiltFrom = (higher: Timeframe, base: Timeframe): boolean =>
  TIMEFRAME_MS[higher] >= TIMEFRAME_MS[base] && TIMEFRAME_MS[higher] % TIMEFRAME_MS[base] === 0;

/** `2025-12-31T23:45:00Z` (whole seconds) for people and files. */
export const isoUtc = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** `2026-01-02 03:04:05`, UTC. */
export const secondText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
