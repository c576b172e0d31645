// The port every indicator implements: one closed candle in, the newest values out, the whole state as plain numbers.

/** What an indicator sees of a closed candle: open time in epoch ms, prices in quote currency, volume in base coin. */
export interface Bar {
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Incremental indicator. A value exists only after its full warm-up; before that it is NaN, which never leaves the engine. */
export interface Indicator {
  /** Names of the values, the principal one first: `['value']` or `['macd', 'signal', 'histogram']`. */
  readonly lines: readonly string[];
  /** `values[k]` belongs to `lines[k]`; updated in place by `push`; NaN while that line is warming up. */
  readonly values: Float64Array;
  /** Takes the next closed candle; amortised O(1) (CCI: O(period)), allocation-free. */
  push(bar: Bar): void;
  /** The whole state as finite numbers, so that it survives JSON. */
  save(): readonly number[];
  /** Exact inverse of `save` on an indicator of equal parameters: continuing gives identical bits. */
  load(state: readonly number[]): void;
}

/** (high + low + close) / 3. */
export const typicalPrice = (bar: Bar): number => (bar.high + bar.low + bar.close) / 3;
