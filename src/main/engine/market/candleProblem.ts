// When a candle is sound by itself (domain rules, section 2): the one check for feeds, files and the store.

/** The numbers of a candle, or of anything that claims to be one. */
export interface CandleValues {
  /** Epoch ms. */
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** What is wrong with a candle of that length, as a sentence; undefined for a sound one. Allocation-free for those. */
export function candleProblem(candle: CandleValues, lengthMs: number): string | undefined {
  const { openTime, open, high, low, close, volume } = candle;
  const bucket = openTime / lengthMs;
  // Every comparison with NaN is false, and low <= open, close <= high < Infinity leaves no room for an infinity.
  const isSound =
    low > 0 && low <= open && low <= close && open <= high && close <= high && high < Infinity && isVolume(volume);
  if (isSound && bucket === Math.floor(bucket) && bucket >= 0) return undefined;
  return describe(candle, lengthMs);
}

const isVolume = (volume: number): boolean => volume >= 0 && volume < Infinity;

function describe(candle: CandleValues, lengthMs: number): string {
  const { openTime, open, high, low, close, volume } = candle;
  if (!Number.isSafeInteger(openTime) || openTime < 0 || openTime % lengthMs !== 0) {
    return `expected an open time that is a multiple of ${lengthMs} ms, found ${openTime}`;
  }
  const odd = Object.entries({ open, high, low, close, volume }).find(([, value]) => !Number.isFinite(value));
  if (odd !== undefined) return `expected a finite ${odd[0]}, found ${odd[1]}`;
  if (low <= 0) return `expected a low above 0, found ${low}`;
  if (volume < 0) return `expected a volume of at least 0, found ${volume}`;
  if (low > Math.min(open, close))
    return `expected low <= open and close, found low ${low}, open ${open}, close ${close}`;
  return `expected high >= open and close, found high ${high}, open ${open}, close ${close}`;
}

export const isSameCandle = (a: CandleValues, b: CandleValues): boolean =>
  a.openTime === b.openTime &&
  a.open === b.open &&
  a.high === b.high &&
  a.low === b.low &&
  a.close === b.close &&
  a.volume === b.volume;
