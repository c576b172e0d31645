// How far and for how long equity fell below its peak, open positions included.
import type { EquityCurve } from './equityCurve.ts';

export interface Drawdown {
  /** Largest fall below the highest equity before it, in percent of that peak. */
  readonly pct: number;
  /** Of that fall, in quote currency. */
  readonly amount: number;
  /** Last time at the peak before the largest fall; with no fall, null like the others. */
  readonly startAt: number | null;
  readonly troughAt: number | null;
  /** First time back at that peak; null: not within the span. */
  readonly recoveryAt: number | null;
  /** Longest time from a peak until equity was back there, or until the end. */
  readonly longestUnderWaterMs: number;
  /** All such times together. */
  readonly underWaterMs: number;
}

/** Largest fall and time under water; the start equity is the first peak. */
export function findDrawdown({ at, value }: EquityCurve): Drawdown {
  let peak = value[0] as number;
  let peakAt = at[0] as number;
  let isUnderWater = false;
  let [underWaterMs, longestUnderWaterMs] = [0, 0];
  let worst = { pct: 0, amount: 0, startAt: null as number | null, troughAt: null as number | null };
  let recoveryAt: number | null = null;
  const surface = (now: number): void => {
    if (!isUnderWater) return;
    underWaterMs += now - peakAt;
    longestUnderWaterMs = Math.max(longestUnderWaterMs, now - peakAt);
    isUnderWater = false;
  };
  for (let row = 0; row < at.length; row++) {
    const equity = value[row] as number;
    const now = at[row] as number;
    if (equity >= peak) {
      surface(now);
      if (recoveryAt === null && worst.startAt === peakAt) recoveryAt = now;
      [peak, peakAt] = [equity, now];
      continue;
    }
    isUnderWater = true;
    const pct = ((peak - equity) / peak) * 100;
    if (pct > worst.pct) {
      worst = { pct, amount: peak - equity, startAt: peakAt, troughAt: now };
      recoveryAt = null;
    }
  }
  surface(at.at(-1) as number);
  return { ...worst, recoveryAt, longestUnderWaterMs, underWaterMs };
}

/** Fall below the peak so far at every row, in percent (0 or negative). */
export function drawdownSeries({ value }: EquityCurve): Float64Array {
  let peak = value[0] as number;
  return value.map((equity) => {
    peak = Math.max(peak, equity);
    return equity === peak ? 0 : ((equity - peak) / peak) * 100;
  });
}
