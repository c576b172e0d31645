// What lies between two places of a chart. A ruler of the screen, not a figure of the account.

export interface MeasurePoint {
  readonly x: number;
  readonly y: number;
  readonly price: number;
  /** Epoch ms. */
  readonly time: number;
}

export interface Measured {
  readonly change: number;
  readonly percent: number;
  readonly candles: number;
  readonly durationMs: number;
}

/** From `from` to `to`; candles are counted by time, missing ones too. */
export function measure(from: MeasurePoint, to: MeasurePoint, candleMs: number): Measured {
  const change = to.price - from.price;
  const durationMs = to.time - from.time;
  return {
    change,
    percent: from.price === 0 ? 0 : (change / from.price) * 100,
    candles: Math.round(Math.abs(durationMs) / candleMs),
    durationMs,
  };
}
