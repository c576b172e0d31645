// Chart overlays beyond our own twenty, computed in batch by `technicalindicators`: the only module that imports it.
// For charts only: nothing that decides may use it (it allocates at every candle, and see the notes below).
import {
  ADL,
  AwesomeOscillator,
  ChandelierExit,
  ForceIndex,
  HeikinAshi,
  IchimokuCloud,
  KST,
  PSAR,
  TRIX,
  WEMA,
} from 'technicalindicators';
import { candleAt, type CandleColumns } from '../../../shared/domain/candle.ts';
import { didYouMean } from '../../../shared/nearest.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Bar } from './indicator.ts';
import {
  factor,
  type IndicatorParams,
  type ParamDefinition,
  paramReader,
  type ParamReader,
  paramsByPlace,
  period,
  resolveParams,
  splitEntry,
} from './params.ts';

export type OverlayName =
  | 'ichimoku'
  | 'psar'
  | 'awesome'
  | 'adl'
  | 'forceIndex'
  | 'trix'
  | 'kst'
  | 'chandelierExit'
  | 'wilderMa'
  | 'heikinAshi';

/** One overlay: its parameters and the names of its lines. */
export interface OverlayDefinition {
  readonly description: string;
  readonly params: readonly ParamDefinition[];
  readonly lines: readonly string[];
}

type LineValues = readonly (number | undefined)[] | undefined;

interface Overlay extends OverlayDefinition {
  /** Gives the function that takes the next bar and returns its line values; undefined while warming up. */
  start(param: ParamReader): (bar: Bar) => LineValues;
}

/**
 * One of the package's streaming classes. Its declarations are wrong in places (columns where one bar is meant, nothing said of
 * the warm-up), so this one place states what it really does: takes options, then one input after the other.
 */
class PackageStream<In, Out> {
  private readonly source: { nextValue(input: In): Out | undefined };

  constructor(kind: unknown, options: Readonly<Record<string, number>>) {
    const Kind = kind as new (options: object) => { nextValue(input: In): Out | undefined };
    this.source = new Kind({ open: [], high: [], low: [], close: [], volume: [], values: [], ...options });
  }

  next(input: In): Out | undefined {
    return this.source.nextValue(input);
  }
}

/** The package rounds ADL to whole coins; scaled by a power of two the rounding is below 1e-9 coins. */
const ADL_SCALE = 2 ** 30;

const DEFINITIONS: Readonly<Record<OverlayName, Overlay>> = {
  ichimoku: {
    description: 'Ichimoku cloud; the spans are drawn `displacement` candles ahead',
    params: [
      period(9, { key: 'conversion' }),
      period(26, { key: 'base' }),
      period(52, { key: 'span' }),
      period(26, { key: 'displacement', description: 'candles the spans are moved ahead' }),
    ],
    lines: ['conversion', 'base', 'spanA', 'spanB'],
    start: (param) => {
      const source = new PackageStream<Bar, Readonly<Record<'conversion' | 'base' | 'spanA' | 'spanB', number>>>(
        IchimokuCloud,
        {
          conversionPeriod: param('conversion'),
          basePeriod: param('base'),
          spanPeriod: param('span'),
          displacement: param('displacement'),
        },
      );
      const behind: LineValues[] = [];
      return (bar) => {
        const now = source.next(bar);
        behind.push(now && [now.spanA, now.spanB]);
        const spans = behind.length > param('displacement') ? behind.shift() : undefined;
        return [now?.conversion, now?.base, spans?.[0], spans?.[1]];
      };
    },
  },
  psar: {
    description: 'parabolic stop and reverse; assumed rising at the first candle',
    params: [factor('step', 0.02, 'acceleration step'), factor('max', 0.2, 'acceleration limit')],
    lines: ['value'],
    start: (param) => {
      const source = new PackageStream<Bar, number>(PSAR, { step: param('step'), max: param('max') });
      return (bar) => [source.next(bar)];
    },
  },
  awesome: {
    description: 'awesome oscillator of the median price',
    params: [period(5, { key: 'fast' }), period(34, { key: 'slow' })],
    lines: ['value'],
    start: (param) => {
      const source = new PackageStream<Bar, number>(AwesomeOscillator, {
        fastPeriod: param('fast'),
        slowPeriod: param('slow'),
      });
      return (bar) => [source.next(bar)];
    },
  },
  adl: {
    description: 'accumulation/distribution line since the first candle, in base coin',
    params: [],
    lines: ['value'],
    start: () => {
      const source = new PackageStream<Bar, number>(ADL, {});
      return (bar) => {
        // A candle without range counts as all bought in the package; by definition it adds nothing.
        const volume = bar.high === bar.low ? 0 : bar.volume * ADL_SCALE;
        return [(source.next({ ...bar, volume }) ?? 0) / ADL_SCALE];
      };
    },
  },
  forceIndex: {
    description: "Elder's force index",
    params: [period(13)],
    lines: ['value'],
    start: (param) => {
      const source = new PackageStream<Bar, number>(ForceIndex, { period: param('period') });
      return (bar) => [source.next(bar)];
    },
  },
  trix: {
    description: 'rate of change in percent of the triple exponential average',
    params: [period(15, { min: 2 })],
    lines: ['value'],
    start: (param) => {
      const source = new PackageStream<number, number>(TRIX, { period: param('period') });
      const warmUp = 3 * (param('period') - 1) + 2;
      let bars = 0;
      // The package drops a rate of exactly 0.
      return (bar) => [zeroOnceWarm(source.next(bar.close), ++bars >= warmUp)];
    },
  },
  kst: {
    description: "Pring's know sure thing and its signal",
    params: [
      ...[10, 15, 20, 30].map((candles, i) => period(candles, { key: `roc${i + 1}`, description: 'candles back' })),
      ...[10, 10, 10, 15].map((candles, i) => period(candles, { key: `sma${i + 1}`, min: 2 })),
      period(9, { key: 'signal', min: 2 }),
    ],
    lines: ['kst', 'signal'],
    start: (param) => {
      const parts = [1, 2, 3, 4].map((i) => ({ i, roc: param(`roc${i}`), sma: param(`sma${i}`) }));
      const options = parts.flatMap(({ i, roc, sma }): [string, number][] => [
        [`ROCPer${i}`, roc],
        [`SMAROCPer${i}`, sma],
      ]);
      const source = new PackageStream<number, { readonly kst: number; readonly signal?: number }>(KST, {
        ...Object.fromEntries(options),
        signalPeriod: param('signal'),
      });
      const warmUp = Math.max(...parts.map(({ roc, sma }) => roc + sma)) + param('signal') - 1;
      let bars = 0;
      return (bar) => {
        const now = source.next(bar.close);
        // The package drops a signal of exactly 0.
        return [now?.kst, zeroOnceWarm(now?.signal, ++bars >= warmUp)];
      };
    },
  },
  chandelierExit: {
    description: 'chandelier exits: average true ranges below the highest high and above the lowest low',
    params: [period(22), factor('multiplier', 3, 'distance in average true ranges')],
    lines: ['long', 'short'],
    start: (param) => {
      const options = { period: param('period'), multiplier: param('multiplier') };
      const source = new PackageStream<Bar, { readonly exitLong: number; readonly exitShort: number }>(
        ChandelierExit,
        options,
      );
      return (bar) => {
        const now = source.next(bar);
        return now && [now.exitLong, now.exitShort];
      };
    },
  },
  wilderMa: {
    description: "Wilder's smoothed average of the close",
    params: [period(20, { min: 2 })],
    lines: ['value'],
    start: (param) => {
      const source = new PackageStream<number, number>(WEMA, { period: param('period') });
      return (bar) => [source.next(bar.close)];
    },
  },
  heikinAshi: {
    description: 'Heikin-Ashi candles',
    params: [],
    lines: ['open', 'high', 'low', 'close'],
    start: () => {
      const source = new PackageStream<Bar, Bar>(HeikinAshi, {});
      return (bar) => {
        const now = source.next(bar);
        return now && [now.open, now.high, now.low, now.close];
      };
    },
  },
};

const zeroOnceWarm = (value: number | undefined, isWarm: boolean): number | undefined =>
  isWarm ? (value ?? 0) : value;

/** Every overlay with its parameters and lines. */
export const OVERLAYS: Readonly<Record<OverlayName, OverlayDefinition>> = DEFINITIONS;

const isOverlayName = (name: string): name is OverlayName => Object.hasOwn(DEFINITIONS, name);

/** One overlay with all parameters filled in, in canonical order. */
export interface OverlaySpec {
  readonly name: OverlayName;
  readonly params: IndicatorParams;
}

/** `psar:0.02:0.2`: parameters in canonical order, missing ones at the end take their defaults. */
export function parseOverlay(entry: string): Result<OverlaySpec> {
  const split = splitEntry(entry);
  if (!split.ok) return split;
  const { name, texts } = split.value;
  if (!isOverlayName(name)) return fail({ message: unknownText(name) });
  const { params } = DEFINITIONS[name];
  const given = paramsByPlace(name, params, texts);
  if (!given.ok) return given;
  const filled = resolveParams(`overlay "${name}"`, params, given.value);
  return filled.ok ? ok({ name, params: filled.value }) : filled;
}

/** Column names of an overlay's lines: its id `psar_0.02_0.2`, or `<id>_<line>` where it has several. */
export function overlayColumns({ name, params }: OverlaySpec): readonly string[] {
  const id = [name, ...Object.values(params)].join('_');
  const { lines } = DEFINITIONS[name];
  return lines.length === 1 ? [id] : lines.map((line) => `${id}_${line}`);
}

function unknownText(name: string): string {
  const names = Object.keys(DEFINITIONS);
  return `unknown overlay "${name}"${didYouMean(name, names) || `; known are ${names.join(', ')}`}`;
}

/** The overlay's lines by name, aligned to the candles, NaN in warm-up. */
export function computeOverlay(
  name: string,
  params: Readonly<Record<string, unknown>>,
  candles: CandleColumns,
): Result<OverlayColumns> {
  const pieces = overlayPieces(name, params, candles);
  for (;;) {
    const piece = pieces.next();
    if (piece.done === true) return piece.value;
  }
}

export type OverlayColumns = ReadonlyMap<string, Float64Array>;

/** Candles of one piece. */
const PIECE = 2000;

/** The same in pieces, for whoever must let others have their turn: some overlays take a tenth of a second over a long chart. */
export function* overlayPieces(
  name: string,
  params: Readonly<Record<string, unknown>>,
  candles: CandleColumns,
): Generator<void, Result<OverlayColumns>> {
  if (!isOverlayName(name)) return fail({ message: unknownText(name) });
  const overlay = DEFINITIONS[name];
  const filled = resolveParams(`overlay "${name}"`, overlay.params, params);
  if (!filled.ok) return filled;
  const bars = toBars(candles);
  if (!bars.ok) return bars;
  const next = overlay.start(paramReader(filled.value));
  const arrays = overlay.lines.map(() => new Float64Array(bars.value.length).fill(NaN));
  for (const [index, bar] of bars.value.entries()) {
    if (index > 0 && index % PIECE === 0) yield;
    const values = next(bar);
    arrays.forEach((array, line) => (array[index] = values?.[line] ?? NaN));
  }
  return ok(new Map(overlay.lines.map((line, place) => [line, arrays[place] ?? new Float64Array()])));
}

/** The candles row by row; refuses columns of unequal length and values no candle can have. */
function toBars(candles: CandleColumns): Result<readonly Bar[]> {
  const { openTime, open, high, low, close, volume } = candles;
  const lengths = [openTime, open, high, low, close, volume].map((column) => column.length);
  if (new Set(lengths).size !== 1)
    return fail({ message: `expected candle columns of one length, got ${lengths.join(', ')}` });
  const bars = Array.from(openTime, (_, index): Bar => candleAt(candles, index));
  const bad = bars.findIndex((bar) => !isCandle(bar));
  if (bad >= 0)
    return fail({ message: `candle ${bad + 1} of ${bars.length} is not a candle: ${JSON.stringify(bars[bad])}` });
  return ok(bars);
}

const isCandle = ({ open, high, low, close, volume }: Bar): boolean =>
  low > 0 &&
  low <= Math.min(open, close) &&
  high >= Math.max(open, close) &&
  high < Infinity &&
  volume >= 0 &&
  volume < Infinity;
