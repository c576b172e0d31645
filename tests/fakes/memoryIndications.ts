// Stored indications without a disk; the contract suite holds them against the SQLite ones.
import type { OpenTimeRange, SeriesKey } from '../../src/main/store/ports/candleStore.ts';
import type {
  IndicationReader,
  IndicationRow,
  IndicationSetKey,
  IndicationWriter,
} from '../../src/main/store/ports/indicationStore.ts';
import type { EpochMs } from '../../src/shared/domain/ids.ts';
import { keyText } from './memoryCandles.ts';

export class MemoryIndications implements IndicationReader, IndicationWriter {
  private readonly stored = new Map<
    string,
    { readonly series: string; readonly set: IndicationSetKey; readonly rows: Map<EpochMs, Float64Array> }
  >();

  sets(key: SeriesKey): readonly IndicationSetKey[] {
    return [...this.stored.values()]
      .filter(({ series, rows }) => series === keyText(key) && rows.size > 0)
      .map(({ set }) => set)
      .sort((a, b) => (a.text < b.text ? -1 : 1));
  }

  range(key: SeriesKey, setText: string, { from, to }: OpenTimeRange = {}): readonly IndicationRow[] {
    return [...(this.stored.get(`${keyText(key)} ${setText}`)?.rows ?? [])]
      .map(([openTime, values]) => ({ openTime, values }))
      .filter(({ openTime }) => openTime >= (from ?? 0) && openTime < (to ?? Infinity))
      .sort((a, b) => a.openTime - b.openTime);
  }

  count(key: SeriesKey, setText: string): number {
    return this.range(key, setText).length;
  }

  append(key: SeriesKey, set: IndicationSetKey, rows: readonly IndicationRow[]): number {
    const name = `${keyText(key)} ${set.text}`;
    const known = this.stored.get(name)?.rows ?? new Map<EpochMs, Float64Array>();
    this.stored.set(name, { series: keyText(key), set, rows: known });
    const added = rows.filter(({ openTime }) => !known.has(openTime));
    for (const { openTime, values } of added) known.set(openTime, values.slice());
    return added.length;
  }

  remove(key: SeriesKey, setText: string): number {
    const removed = this.count(key, setText);
    this.stored.delete(`${keyText(key)} ${setText}`);
    return removed;
  }
}
