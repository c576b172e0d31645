// Acceptance and resampling against naive models, under random holes, repeats, revisions and disorder.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Aggregator } from '../../src/main/engine/market/aggregator.ts';
import { CandleBook } from '../../src/main/engine/market/candleBook.ts';
import { type Candle, closeTimeOf } from '../../src/shared/domain/candle.ts';
import { toSymbolId } from '../../src/shared/domain/ids.ts';
import { bucketOpen, timeframeMs } from '../../src/shared/time.ts';
import { aCandle, openTimeAt } from '../builders/aCandle.ts';

const symbol = toSymbolId('BTC/USDT');
const TIMEFRAMES = ['30m', '1h', '4h'] as const;
const aggregator = (): Aggregator => new Aggregator({ symbol, base: '15m', timeframes: TIMEFRAMES });
const aBook = (): CandleBook => new CandleBook({ symbol, timeframe: '15m', graceMs: 0 });

/** A sound candle from four prices and a volume. */
const candleOf = (index: number, [a, b, c, d, volume]: readonly [number, number, number, number, number]): Candle => {
  const [low = a, open = b, close = c, high = d] = [a, b, c, d].sort((left, right) => left - right);
  return aCandle({ openTime: openTimeAt(index), open, high, low, close, volume });
};
const price = fc.double({ min: 0.01, max: 1e6, noNaN: true });
const values = fc.tuple(price, price, price, price, fc.double({ min: 0, max: 1e6, noNaN: true }));
/** Ascending candles with holes. */
const candles = fc
  .array(
    fc.record({
      values,
      step: fc.oneof(
        { weight: 9, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.integer({ min: 2, max: 40 }) },
      ),
    }),
    { maxLength: 120 },
  )
  .map((rows) => {
    let index = 0;
    return rows.map(({ values: row, step }) => candleOf((index += step), row));
  });

function naiveCandles(base: readonly Candle[], timeframe: (typeof TIMEFRAMES)[number]): Candle[] {
  const groups = Map.groupBy(base, ({ openTime }) => bucketOpen(openTime, timeframe));
  const size = timeframeMs(timeframe) / timeframeMs('15m');
  return [...groups]
    .filter(([, group]) => group.length === size)
    .map(([openTime, group]) => ({
      symbol,
      timeframe,
      openTime,
      open: group[0]!.open,
      high: Math.max(...group.map(({ high }) => high)),
      low: Math.min(...group.map(({ low }) => low)),
      close: group.at(-1)!.close,
      volume: group.reduce((sum, { volume }) => sum + volume, 0),
    }));
}

describe('Aggregator', () => {
  it('builds what naive grouping of complete buckets gives, each exactly at its close', () => {
    fc.assert(
      fc.property(candles, (base) => {
        const made = aggregator();
        const built = base.flatMap((candle) => {
          const now = made.push(candle);
          for (const higher of now) expect(closeTimeOf(higher)).toBe(closeTimeOf(candle));
          return now;
        });
        for (const timeframe of TIMEFRAMES) {
          expect(built.filter((candle) => candle.timeframe === timeframe)).toEqual(naiveCandles(base, timeframe));
        }
      }),
    );
  });

  it('goes on after save and load as if nothing had happened', () => {
    fc.assert(
      fc.property(candles, fc.nat(), (base, cut) => {
        const whole = aggregator();
        const first = aggregator();
        const at = cut % (base.length + 1);
        base.slice(0, at).forEach((candle) => (whole.push(candle), first.push(candle)));
        const second = aggregator();
        second.load(JSON.parse(JSON.stringify(first.save())) as ReturnType<Aggregator['save']>);
        for (const candle of base.slice(at)) expect(second.push(candle)).toEqual(whole.push(candle));
      }),
    );
  });
});

type Step =
  | { readonly type: 'candle'; readonly index: number; readonly close: number }
  | { readonly type: 'outage'; readonly from: number; readonly length: number };
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('candle' as const),
        index: fc.nat(30),
        close: fc.constantFrom(105, 106),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('outage' as const),
        from: fc.nat(30),
        length: fc.integer({ min: 1, max: 6 }),
      }),
    },
  ),
  { maxLength: 60 },
);
const take = (book: CandleBook, step: Step): unknown =>
  step.type === 'candle'
    ? book.accept(aCandle({ openTime: openTimeAt(step.index), close: step.close }), openTimeAt(99))
    : book.recordOutage({ from: openTimeAt(step.from), to: openTimeAt(step.from + step.length) });

/** The rules of section 2 by sets of bucket numbers. */
class NaiveBook {
  readonly known = new Map<number, number>();
  readonly gaps = new Set<number>();
  readonly outages = new Set<number>();
  last = -1;

  take(step: Step): string {
    if (step.type === 'outage') {
      for (let i = step.from; i < step.from + step.length; i++) {
        this.gaps.delete(i);
        if (i > this.last) this.outages.add(i);
      }
      return 'outage';
    }
    const { index, close } = step;
    const before = this.known.get(index);
    const isNew = index > this.last;
    if (!isNew && before === undefined && !this.gaps.has(index)) return 'rejected';
    this.known.set(index, close);
    if (!isNew)
      return before === undefined ? (this.gaps.delete(index), 'late') : before === close ? 'ignored' : 'revised';
    for (let i = this.last + 1; this.last !== -1 && i < index; i++) if (!this.outages.has(i)) this.gaps.add(i);
    this.last = index;
    return 'accepted';
  }
}

describe('CandleBook', () => {
  it('judges like the naive book and knows the same gaps', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const book = aBook();
        const naive = new NaiveBook();
        for (const step of list) {
          const kind =
            step.type === 'outage' ? (take(book, step), 'outage') : (take(book, step) as { kind: string }).kind;
          expect(kind).toBe(naive.take(step));
          const gaps = book
            .openGaps()
            .flatMap(({ from, to }) => Array.from({ length: (to - from) / 900_000 }, (_, i) => from + i * 900_000));
          expect(gaps).toEqual([...naive.gaps].sort((a, b) => a - b).map((index) => openTimeAt(index)));
        }
      }),
    );
  });

  it('goes on after save and load as if nothing had happened', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (list, cut) => {
        const at = cut % (list.length + 1);
        const whole = aBook();
        list.slice(0, at).forEach((step) => take(whole, step));
        const second = aBook();
        second.load(JSON.parse(JSON.stringify(whole.save())) as ReturnType<CandleBook['save']>);
        for (const step of list.slice(at)) expect(take(second, step)).toEqual(take(whole, step));
        expect(second.save()).toEqual(whole.save());
        expect(second.dataQuality(20)).toBe(whole.dataQuality(20));
      }),
    );
  });
});
