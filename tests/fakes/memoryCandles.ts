// The candle store without a disk; the contract suite holds it against the SQLite one.
import type { Candle, CandleColumns } from '../../src/shared/domain/candle.ts';
import { candleAt } from '../../src/shared/domain/candle.ts';
import type { EpochMs } from '../../src/shared/domain/ids.ts';
import type {
  AppendOutcome,
  CandleReader,
  CandleWriter,
  OpenTimeRange,
  SeriesKey,
  StoredSeries,
} from '../../src/main/store/ports/candleStore.ts';
import { columnsOf } from '../builders/columnsOf.ts';

export const keyText = ({ source, symbol, timeframe }: SeriesKey): string => [source, symbol, timeframe].join(' ');

export class MemoryCandles implements CandleReader, CandleWriter {
  private readonly stored = new Map<string, { readonly key: SeriesKey; readonly candles: Map<EpochMs, Candle> }>();

  list(): readonly StoredSeries[] {
    return [...this.stored.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, { key }]) => this.coverage(key) ?? []);
  }

  coverage(key: SeriesKey): StoredSeries | undefined {
    const times = this.sorted(key).map(({ openTime }) => openTime);
    const [from, to] = [times[0], times.at(-1)];
    if (from === undefined || to === undefined) return undefined;
    const { source, symbol, timeframe } = key;
    return { source, symbol, timeframe, candles: times.length, from, to };
  }

  range(key: SeriesKey, { from, to }: OpenTimeRange = {}): CandleColumns {
    const inside = ({ openTime }: Candle): boolean => openTime >= (from ?? 0) && openTime < (to ?? Infinity);
    return columnsOf(key, this.sorted(key).filter(inside));
  }

  latest(key: SeriesKey, count: number, before?: EpochMs): CandleColumns {
    const older = this.sorted(key).filter(({ openTime }) => openTime < (before ?? Infinity));
    return columnsOf(key, older.slice(Math.max(0, older.length - count)));
  }

  append(key: SeriesKey, columns: CandleColumns): AppendOutcome {
    return this.write(key, columns, false);
  }

  overwrite(key: SeriesKey, columns: CandleColumns): AppendOutcome {
    return this.write(key, columns, true);
  }

  remove(key: SeriesKey): number {
    const removed = this.sorted(key).length;
    this.stored.delete(keyText(key));
    return removed;
  }

  private write(key: SeriesKey, columns: CandleColumns, isOverwriting: boolean): AppendOutcome {
    const { candles } = this.stored.get(keyText(key)) ?? { candles: new Map<EpochMs, Candle>() };
    this.stored.set(keyText(key), { key, candles });
    const revised: EpochMs[] = [];
    let [inserted, unchanged] = [0, 0];
    columns.openTime.forEach((_, row) => {
      const candle = candleAt(columns, row);
      const known = candles.get(candle.openTime);
      if (known === undefined) inserted += 1;
      else if (JSON.stringify(known) === JSON.stringify(candle)) unchanged += 1;
      else revised.push(candle.openTime);
      if (known === undefined || isOverwriting) candles.set(candle.openTime, candle);
    });
    return { inserted, unchanged, revised };
  }

  private sorted(key: SeriesKey): Candle[] {
    const candles = this.stored.get(keyText(key))?.candles.values() ?? [];
    return [...candles].sort((a, b) => a.openTime - b.openTime);
  }
}
