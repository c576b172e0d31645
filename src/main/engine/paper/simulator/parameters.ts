// What the simulated markets look like: the fitted parameters, and the real statistics they were fitted to.
import { type SymbolId, toSymbolId } from '../../../../shared/domain/ids.ts';
import { createRng } from '../../kernel/rng.ts';

/** The model moves in steps of 15 minutes; every other timeframe is cut from them or built of them. */
export const BLOCK_MINUTES = 15;
export const BLOCKS_PER_YEAR = (365 * 24 * 60) / BLOCK_MINUTES;

/**
 * Real Binance spot 15m candles, 2022-06-16 (ETH, SOL: 2022-08-02) to 2025-12-31, about 120 000 each: what the parameters
 * below were fitted to and the calibration test compares with. Beside it, means of twelve simulated worlds of that length:
 *
 *                                     BTC real  sim    ETH real  sim    SOL real  sim
 *   annual volatility                   0.492  0.497     0.634  0.647     0.982  0.987
 *   excess kurtosis                      39.5   43.7      41.4   47.3      56.3   30.8
 *   autocorrelation of |r|, lag 1       0.329  0.306     0.303  0.311     0.317  0.316
 *                           lag 4       0.236  0.238     0.213  0.240     0.234  0.248
 *                           lag 16      0.159  0.152     0.149  0.154     0.170  0.160
 *                           lag 48      0.111  0.110     0.109  0.112     0.145  0.120
 *                           lag 96      0.139  0.119     0.133  0.120     0.143  0.126
 *                           lag 192     0.092  0.086     0.096  0.088     0.091  0.091
 *   high-low over return variance        1.03   1.04      1.06   1.04      1.05   1.06
 *   log volume (BTC since 2023-04, after its zero-fee period):
 *     standard deviation                 0.89   0.81      0.90   0.81      0.90   0.81
 *     autocorrelation, lag 1             0.81   0.77      0.78   0.77      0.77   0.77
 *     autocorrelation, lag 96            0.41   0.47      0.38   0.48      0.38   0.48
 *     correlation with log range         0.75   0.78      0.82   0.79      0.83   0.78
 *   correlation of returns: BTC-ETH 0.818 / 0.812, BTC-SOL 0.697 / 0.696, ETH-SOL 0.706 / 0.701 (real / simulated)
 */
export const MEASURED = {
  annualVolatility: { BTC: 0.492, ETH: 0.634, SOL: 0.982 },
  excessKurtosis: { BTC: 39.46, ETH: 41.44, SOL: 56.31 },
  /** Autocorrelation of absolute returns by lag. */
  absAcf: {
    BTC: { 1: 0.329, 4: 0.236, 16: 0.159, 96: 0.139 },
    ETH: { 1: 0.303, 4: 0.213, 16: 0.149, 96: 0.133 },
    SOL: { 1: 0.317, 4: 0.234, 16: 0.17, 96: 0.143 },
  },
  correlation: { 'BTC-ETH': 0.818, 'BTC-SOL': 0.697, 'ETH-SOL': 0.706 },
} as const;

/** What the whole market does: drifts one way, keeps coming back to a level, or moves hard. */
export type Regime = 'trend' | 'range' | 'turbulence';

interface RegimeParameters {
  /** Mean stay. */
  readonly blocks: number;
  /** Added to log volatility. */
  readonly logVolatility: number;
  /** Chance of a common jump per block. */
  readonly jumpChance: number;
  /** Where it goes next: chance of the first, else the second. */
  readonly next: readonly [Regime, number, Regime];
}

export const REGIMES: Readonly<Record<Regime, RegimeParameters>> = {
  trend: { blocks: 100, logVolatility: 0, jumpChance: 0.006, next: ['range', 0.75, 'turbulence'] },
  range: { blocks: 140, logVolatility: -0.2, jumpChance: 0.006, next: ['trend', 0.75, 'turbulence'] },
  turbulence: { blocks: 40, logVolatility: 0.45, jumpChance: 0.03, next: ['range', 0.5, 'trend'] },
};

/** Volatility, drift and jumps that all symbols share. Log volatility is a sum of parts that forget at different speeds. */
export const CLIMATE = {
  slow: { deviation: 0.36, blocks: 900 },
  fast: { deviation: 0.43, blocks: 4.5 },
  flickerDeviation: 0.16,
  /** Drift per block in a trend, in usual standard deviations of a block. */
  trendDrift: 0.06,
  /** Share of the distance to the range's middle that a block takes back. */
  rangePull: 0.02,
  /** Smallest and mean extra size of a jump, in standard deviations of its block. */
  jump: { least: 2, meanExtra: 1.5 },
  /** Mean square of a block's move at unit scale: set so that simulated volatility is what `annualVolatility` says. */
  meanSquare: 2.25,
} as const;

/** What each symbol adds of its own. */
export const OWN = {
  volatility: { deviation: 0.24, blocks: 300 },
  jumpChance: 0.002,
  /** Candles reach further than a Brownian path between their open and close would (bid-ask bounce). */
  rangeStretch: 1.08,
  /** Log price comes back to its start with a half-life of one year, so that no price runs away over many years. */
  homePull: Math.LN2 / BLOCKS_PER_YEAR,
  /** Log volume follows log volatility and log range; `usualLog` is what they add at the median. */
  volume: {
    usualLog: 0.23,
    volatilityPower: 0.8,
    rangePower: 0.75,
    deviation: 0.45,
    blocks: 500,
    flickerDeviation: 0.18,
  },
  /** Share of opens off the last close, and the mean distance beyond one tick. */
  gap: { chance: 0.5, meanBps: 0.05 },
} as const;

/** One symbol's instrument and place in the market. */
export interface MarketParameters {
  /** Tick and lot are 10 to the minus these. */
  readonly priceDecimals: number;
  readonly lotDecimals: number;
  readonly startPrice: number;
  /** Root mean square of log returns, per year. */
  readonly annualVolatility: number;
  /** Weight of the common move in its returns, 0..1. */
  readonly commonWeight: number;
  /** Median volume of a block, base coin. */
  readonly blockVolume: number;
  /** Usual spread in basis points of the price; at least one tick. */
  readonly spreadBps: number;
}

const MAJORS: Readonly<Record<string, MarketParameters>> = {
  BTC: {
    priceDecimals: 2,
    lotDecimals: 5,
    startPrice: 60_000,
    annualVolatility: 0.492,
    commonWeight: 0.915,
    blockVolume: 210,
    spreadBps: 0.02,
  },
  ETH: {
    priceDecimals: 2,
    lotDecimals: 4,
    startPrice: 3_000,
    annualVolatility: 0.634,
    commonWeight: 0.925,
    blockVolume: 3_200,
    spreadBps: 0.05,
  },
  SOL: {
    priceDecimals: 2,
    lotDecimals: 3,
    startPrice: 150,
    annualVolatility: 0.982,
    commonWeight: 0.78,
    blockVolume: 31_000,
    spreadBps: 0.8,
  },
};

/** BTC, ETH, SOL, then SIM01, SIM02, ... against USDT: as many simulated symbols as a test or a bench needs. */
export const simulatedSymbols = (count: number): SymbolId[] =>
  Array.from({ length: count }, (_, i) =>
    toSymbolId(`${Object.keys(MAJORS)[i] ?? `SIM${String(i - 2).padStart(2, '0')}`}/USDT`),
  );

/** The coin a market is about: its spot and its contract share one simulated path. */
export const baseCoin = (symbol: SymbolId): string => symbol.split('/')[0] as string;

/** The parameters of `symbol`: BTC, ETH and SOL as measured; any other base coin gets its own, drawn from its name. */
export function marketParameters(symbol: SymbolId): MarketParameters {
  const base = baseCoin(symbol);
  return Object.hasOwn(MAJORS, base) ? (MAJORS[base] as MarketParameters) : drawnParameters(base);
}

function drawnParameters(base: string): MarketParameters {
  const rng = createRng(`market>${base}`);
  const magnitude = Math.floor(rng.next() * 5) - 1;
  const unit = 10 ** magnitude;
  return {
    priceDecimals: Math.max(0, 4 - magnitude),
    lotDecimals: Math.max(0, magnitude),
    startPrice: (Math.round((1 + 8 * rng.next()) * 100) / 100) * unit,
    annualVolatility: 0.6 + 0.6 * rng.next(),
    commonWeight: 0.5 + 0.3 * rng.next(),
    blockVolume: Math.round((0.5 + rng.next()) * 1e6) / unit,
    spreadBps: 0.5 + 2 * rng.next(),
  };
}
