// Numbers of a chart as the window gets them: text of a million digits is slow to write, to send and to read.
import type { CandleColumns } from '../../shared/domain/candle.ts';

/** Of `packedColumn`: 64-bit floats, little-endian, in base64; NaN where a value is absent. */
export const packColumn = (values: Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

export const packCandles = ({
  openTime,
  open,
  high,
  low,
  close,
  volume,
}: Omit<CandleColumns, 'symbol' | 'timeframe'>) => ({
  ...{ openTime: packColumn(openTime), open: packColumn(open), high: packColumn(high) },
  ...{ low: packColumn(low), close: packColumn(close), volume: packColumn(volume) },
});
