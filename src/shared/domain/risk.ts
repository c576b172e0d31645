/** Stop-loss guard: more than `maxStops` stop losses within `lookbackHours` lock entries for `lockHours`. */
export interface StopLossGuard {
  readonly lookbackHours: number;
  readonly maxStops: number;
  readonly lockHours: number;
  /** True: counted and locked symbol by symbol; false: over all. */
  readonly perSymbol: boolean;
}

/** Low-profit symbol: at least `minTrades` within `lookbackHours` that return less than `minReturnPct` of equity lock the symbol. */
export interface LowProfitGuard {
  readonly lookbackHours: number;
  readonly minTrades: number;
  readonly minReturnPct: number;
  readonly lockHours: number;
}

/** Limits of one connection; null is off. Percentages are of equity. */
export interface RiskConfig {
  readonly maxDailyLossPct: number | null;
  readonly maxDrawdownPct: number | null;
  readonly flattenOnDrawdown: boolean;
  readonly maxConsecutiveLosses: number | null;
  readonly consecutiveLossLockHours: number | null;
  readonly maxOpenPositions: number | null;
  readonly maxExposurePerSymbolPct: number | null;
  readonly maxExposureTotalPct: number | null;
  readonly maxLeverage: number | null;
  readonly maxOrdersPer10s: number | null;
  /** Distance of a limit price from the mark. */
  readonly priceCollarPct: number | null;
  /** Quote currency, a decimal string. */
  readonly maxNotionalPerOrder: string | null;
  readonly maxClockSkewMs: number | null;
  /** IANA zone whose midnight starts the day of the daily loss limit. */
  readonly dayZone: string;
  readonly stopLossGuard: StopLossGuard | null;
  readonly lowProfitGuard: LowProfitGuard | null;
  /** Rest of a symbol after each closed trade. */
  readonly coolDownMinutes: number | null;
}
