// Candles as columns.
import { ColumnBuilder } from '../../src/main/store/candleFiles/columnBuilder.ts';
import type { SeriesKey } from '../../src/main/store/ports/candleStore.ts';
import type { Candle, CandleColumns } from '../../src/shared/domain/candle.ts';
import { toSymbolId } from '../../src/shared/domain/ids.ts';

export const aSeries = (part: Partial<SeriesKey> = {}): SeriesKey => ({
  source: 'binance',
  symbol: toSymbolId('BTC/USDT'),
  timeframe: '15m',
  ...part,
});

export function columnsOf(series: SeriesKey, candles: readonly Candle[]): CandleColumns {
  const builder = new ColumnBuilder(series, 1);
  for (const candle of candles) builder.add(candle);
  return builder.build();
}
