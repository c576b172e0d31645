// Growing candle columns.
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import type { CandleValues } from '../../engine/market/candleProblem.ts';
import type { SeriesKey } from '../ports/candleStore.ts';

/** Collects candles of one series in ascending order. */
export class ColumnBuilder {
  private readonly key: SeriesKey;
  private capacity: number;
  private length = 0;
  private openTime: Float64Array;
  private open: Float64Array;
  private high: Float64Array;
  private low: Float64Array;
  private close: Float64Array;
  private volume: Float64Array;

  constructor(key: SeriesKey, capacity = 4096) {
    this.key = key;
    this.capacity = capacity;
    this.openTime = new Float64Array(capacity);
    this.open = new Float64Array(capacity);
    this.high = new Float64Array(capacity);
    this.low = new Float64Array(capacity);
    this.close = new Float64Array(capacity);
    this.volume = new Float64Array(capacity);
  }

  add(row: CandleValues): void {
    if (this.length === this.capacity) this.resize(this.capacity * 2);
    const place = this.length++;
    this.openTime[place] = row.openTime;
    this.open[place] = row.open;
    this.high[place] = row.high;
    this.low[place] = row.low;
    this.close[place] = row.close;
    this.volume[place] = row.volume;
  }

  /** The columns, each in a buffer of its own and of its length, so that they can be moved to a worker. */
  build(): CandleColumns {
    this.resize(this.length);
    const { openTime, open, high, low, close, volume } = this;
    const { symbol, timeframe } = this.key;
    return { symbol, timeframe, openTime, open, high, low, close, volume };
  }

  private resize(capacity: number): void {
    const length = Math.min(this.length, capacity);
    const resized = (column: Float64Array): Float64Array => {
      const copy = new Float64Array(capacity);
      copy.set(column.subarray(0, length));
      return copy;
    };
    this.openTime = resized(this.openTime);
    this.open = resized(this.open);
    this.high = resized(this.high);
    this.low = resized(this.low);
    this.close = resized(this.close);
    this.volume = resized(this.volume);
    this.capacity = capacity;
  }
}
