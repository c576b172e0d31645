// The ports of stored indications: one row per series, set and candle, for ever the first one written.
import type { OpenTimeRange, SeriesKey } from './candleStore.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';

/** A set of indicators by its canonical text, with the names of its values. */
export interface IndicationSetKey {
  readonly text: string;
  readonly columns: readonly string[];
}

/** `values[k]` belongs to column `k` of the set; NaN while warming up. */
export interface IndicationRow {
  /** Open time of the candle. */
  readonly openTime: EpochMs;
  readonly values: Float64Array;
}

export interface IndicationReader {
  /** Sets with rows for the series, by text. */
  sets(key: SeriesKey): readonly IndicationSetKey[];
  /** Ascending by open time. */
  range(key: SeriesKey, setText: string, range?: OpenTimeRange): readonly IndicationRow[];
  /** How many rows are stored. */
  count(key: SeriesKey, setText: string): number;
}

export interface IndicationWriter {
  /** Adds the rows of candles that have none yet; how many those were. All or nothing. */
  append(key: SeriesKey, set: IndicationSetKey, rows: readonly IndicationRow[]): number;
  /** Forgets the rows of one set; how many there were. */
  remove(key: SeriesKey, setText: string): number;
}
