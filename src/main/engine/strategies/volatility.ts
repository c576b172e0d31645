// Realised volatility of closed candles, for sizing.
import { DAY_MS, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import type { Series } from '../market/series.ts';

/** Sample standard deviation of the last `lookback` log returns x sqrt(candles in 365 days); undefined while closes are missing. */
export function annualisedVolatility(closes: Series, lookback: number, timeframe: Timeframe): number | undefined {
  const returns = Array.from({ length: lookback }, (_, back) => Math.log(closes.at(back) / closes.at(back + 1)));
  const mean = returns.reduce((sum, value) => sum + value, 0) / lookback;
  const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const volatility = Math.sqrt((squares / (lookback - 1)) * ((365 * DAY_MS) / timeframeMs(timeframe)));
  return Number.isNaN(volatility) ? undefined : volatility;
}
