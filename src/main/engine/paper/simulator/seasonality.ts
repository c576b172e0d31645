// How busy the market is by hour (UTC) and kind of day: the Asian, European and American sessions, and the quiet weekend.
import { DAY_MS, HOUR_MS } from '../../../../shared/time.ts';

// Means over BTC, ETH and SOL 15m candles, 2022 to 2025, by hour over the mean of all: |log return| and volume.
// prettier-ignore
const MOVE_ON_WEEKDAYS = [
  1.21, 1.19, 1.07, 0.91, 0.83, 0.85, 0.91, 0.92, 0.97, 0.90, 0.86, 0.88,
  1.12, 1.34, 1.62, 1.48, 1.35, 1.29, 1.23, 1.19, 1.14, 1.11, 1.03, 0.91,
];
// prettier-ignore
const MOVE_ON_WEEKENDS = [
  0.92, 0.82, 0.75, 0.65, 0.66, 0.65, 0.62, 0.62, 0.70, 0.67, 0.66, 0.65,
  0.70, 0.75, 0.81, 0.83, 0.85, 0.85, 0.75, 0.73, 0.80, 0.87, 1.01, 0.87,
];
// prettier-ignore
const VOLUME_ON_WEEKDAYS = [
  1.10, 1.06, 1.00, 0.87, 0.79, 0.81, 0.90, 1.01, 1.04, 0.98, 0.95, 0.94,
  1.27, 1.56, 1.90, 1.80, 1.54, 1.33, 1.26, 1.21, 1.09, 0.89, 0.84, 0.80,
];
// prettier-ignore
const VOLUME_ON_WEEKENDS = [
  0.79, 0.70, 0.63, 0.55, 0.58, 0.61, 0.58, 0.62, 0.66, 0.63, 0.64, 0.62,
  0.67, 0.74, 0.82, 0.85, 0.88, 0.83, 0.73, 0.66, 0.69, 0.61, 0.79, 0.79,
];

const LOG_MOVE = Float64Array.from([...MOVE_ON_WEEKDAYS, ...MOVE_ON_WEEKENDS], Math.log);
const LOG_VOLUME = Float64Array.from([...VOLUME_ON_WEEKDAYS, ...VOLUME_ON_WEEKENDS], Math.log);

/** 0..23 on weekdays, 24..47 on weekends. 1970-01-01 was a Thursday: days 2 and 3 of each seven from there are weekend. */
function hourIndex(at: number): number {
  const day = Math.floor(at / DAY_MS) % 7;
  return Math.floor((at % DAY_MS) / HOUR_MS) + (day === 2 || day === 3 ? 24 : 0);
}

/** Log of how much larger than usual moves are at that time. */
export const seasonalLogMove = (at: number): number => LOG_MOVE[hourIndex(at)] as number;

/** Log of how much larger than usual volume is at that time. */
export const seasonalLogVolume = (at: number): number => LOG_VOLUME[hourIndex(at)] as number;
