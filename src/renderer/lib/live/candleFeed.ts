// Candles as they come, handed on one by one: a closed one and the next in the same frame are two, and both count.
import type { CandleRow } from '../../../shared/contract/records/engine.ts';
import { keys } from './stores.ts';

type Listener = (candle: CandleRow) => void;

const listeners = new Map<string, Set<Listener>>();

/** Hears of every candle of a series from now on. */
export function followCandles(
  series: Pick<CandleRow, 'connection' | 'symbol' | 'timeframe'>,
  listener: Listener,
): () => void {
  const key = keys.candle(series);
  const known = listeners.get(key) ?? new Set<Listener>();
  listeners.set(key, known.add(listener));
  return () => {
    known.delete(listener);
    if (known.size === 0) listeners.delete(key);
  };
}

export function feedCandles(candles: readonly CandleRow[]): void {
  for (const candle of candles) for (const listener of listeners.get(keys.candle(candle)) ?? []) listener(candle);
}
