// Filters of signals, and the live ones put before what was asked for. Pure.
import type { SignalRow } from '../../shared/contract/records/signal.ts';

export interface SignalFilter {
  readonly strategy?: string;
  readonly symbol?: string;
  readonly outcome?: 'ordered' | 'refused' | 'ignored';
}

export const NO_FILTER: SignalFilter = {};

const fitsFilter = (row: SignalRow, { strategy, symbol, outcome }: SignalFilter): boolean =>
  (strategy === undefined || row.signal.strategy === strategy) &&
  (symbol === undefined || row.signal.symbol === symbol) &&
  (outcome === undefined || row.decision?.outcome === outcome);

/** Newest first, each once; a live row knows its decision better than one that was asked for earlier. */
export function mergeSignals(
  asked: readonly SignalRow[],
  live: readonly SignalRow[],
  filter: SignalFilter,
): readonly SignalRow[] {
  const byId = new Map([...asked, ...live].map((row) => [`${row.connection} ${row.signal.id}`, row]));
  return [...byId.values()]
    .filter((row) => fitsFilter(row, filter))
    .sort((a, b) => b.signal.candleCloseTime - a.signal.candleCloseTime);
}

/** The filter with one part changed; an empty choice leaves it out. */
export function withChoice(filter: SignalFilter, key: keyof SignalFilter, value: string): SignalFilter {
  const { [key]: _, ...rest } = filter;
  return value === '' ? rest : { ...rest, [key]: value };
}
