// The run that both backtest benchmarks measure: the shipped SMA cross over as many candles as the real BTC 15m file has.
import { need } from '../../../shared/assert.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { toSymbolId } from '../../../shared/domain/ids.ts';
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import { simulateCandles } from '../../engine/paper/simulator/marketSimulator.ts';
import { FROM, SEED } from './benchMarket.ts';

export const STRATEGY = 'sma-cross';
export const SYMBOL = toSymbolId('BTC/USDT');
/** Rows of the file of 2022-06-16 to 2025-12-31. */
export const CANDLES = 124_315;
/** Limits that would stop it for good or for hours are wide, so that it trades to the end; all others are the defaults. */
export const WIDE_LIMITS = { maxDrawdownPct: 99, maxConsecutiveLosses: 100 } as const satisfies Partial<RiskConfig>;
/** Of the canonical trades, as `backtest --json` has it: the engine loop and the whole command give the same. */
export const TRADES_DIGEST = 'fb9d3143f7806192378fd75ae824db92382e7482ba69cdc96b3ad3d70ff13c52';

export function smaCrossCandles(): CandleColumns {
  const world = simulateCandles({ seed: SEED, symbols: [SYMBOL], from: FROM, timeframe: '15m', count: CANDLES });
  return need(world.get(SYMBOL), 'the candles of', SYMBOL);
}
