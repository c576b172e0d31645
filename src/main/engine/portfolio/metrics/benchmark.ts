// Buy-and-hold of the same span: bought at the first open, held to the last close, without costs.
import type { CandleColumns } from '../../../../shared/domain/candle.ts';
import type { SymbolId } from '../../../../shared/domain/ids.ts';
import { timeframeMs } from '../../../../shared/time.ts';
import { type Metric, metric, noMetric } from './metric.ts';
import { mean } from './statistics.ts';

export interface BuyAndHold {
  readonly symbols: readonly { readonly symbol: SymbolId; readonly returnPct: Metric }[];
  /** Equal money in each symbol at the start, never rebalanced. */
  readonly equalWeightPct: Metric;
}

/** Of series over one span. */
export function buyAndHold(series: readonly CandleColumns[]): BuyAndHold {
  const symbols = series.map(({ symbol, open, close }) => ({
    symbol,
    returnPct:
      close.length === 0 ? noMetric('no candles') : metric(((close.at(-1) as number) / (open[0] as number) - 1) * 100),
  }));
  const known = symbols.flatMap(({ returnPct }) => (returnPct.value === null ? [] : [returnPct.value]));
  return { symbols, equalWeightPct: known.length === 0 ? noMetric('no candles') : metric(mean(known)) };
}

/** Worth of `cash`, spread equally over the series, at each of the ascending `times`; a series counts at cost before it starts. */
export function buyAndHoldCurve(series: readonly CandleColumns[], times: Float64Array, cash: number): Float64Array {
  const worth = new Float64Array(times.length);
  for (const { openTime, open, close, timeframe } of series) {
    const share = cash / series.length;
    let row = -1;
    for (let index = 0; index < times.length; index++) {
      const known = (times[index] as number) - timeframeMs(timeframe);
      while (row + 1 < openTime.length && (openTime[row + 1] as number) <= known) row++;
      worth[index] =
        (worth[index] as number) + (row < 0 ? share : (share * (close[row] as number)) / (open[0] as number));
    }
  }
  return worth;
}
