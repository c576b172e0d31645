// A list of indicators over one stream of candles: its text form, its columns, and its newest values side by side.
import { invariant, need } from '../../../shared/assert.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Bar, Indicator } from './indicator.ts';
import { paramsByPlace, splitEntry } from './params.ts';
import {
  createIndicator,
  INDICATOR_NAMES,
  INDICATORS,
  type IndicatorSpec,
  isIndicatorName,
  resolveSpec,
  specId,
  specValues,
} from './registry.ts';

/** All twenty with their default parameters. */
export const DEFAULT_SET_TEXT = INDICATOR_NAMES.join(',');

/** `sma:20,rsi:14,macd:12:26:9`: parameters in canonical order, missing ones at the end take their defaults. */
export function parseIndicationSet(text: string): Result<readonly IndicatorSpec[]> {
  const specs: IndicatorSpec[] = [];
  for (const entry of text.split(',')) {
    const spec = parseEntry(entry.trim());
    if (!spec.ok) return fail({ message: `indicator set "${text}": ${spec.error.message}` });
    specs.push(spec.value);
  }
  const ids = specs.map(specId);
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  return twice === undefined ? ok(specs) : fail({ message: `indicator set "${text}": "${twice}" is listed twice` });
}

function parseEntry(entry: string): Result<IndicatorSpec> {
  const split = splitEntry(entry);
  if (!split.ok) return split;
  const { name, texts } = split.value;
  if (!isIndicatorName(name)) return resolveSpec(name, {});
  const given = paramsByPlace(name, INDICATORS[name].params, texts);
  return given.ok ? resolveSpec(name, given.value) : given;
}

/** Canonical text of a set, every parameter written out: equal texts mean equal values; what a hash is taken of. */
export const indicationSetText = (specs: readonly IndicatorSpec[]): string =>
  specs.map((spec) => [spec.name, ...specValues(spec)].join(':')).join(',');

/** Column names of one indicator: its id, or `<id>_<line>` where it has several lines. */
export function specColumns(spec: IndicatorSpec): readonly string[] {
  const id = specId(spec);
  const { lines } = INDICATORS[spec.name];
  return lines.length === 1 ? [id] : lines.map((line) => `${id}_${line}`);
}

/** Runs a list of indicators over one stream of closed candles. */
export class IndicationSet {
  readonly specs: readonly IndicatorSpec[];
  /** Canonical text, the set's identity. */
  readonly text: string;
  readonly columns: readonly string[];
  /** `values[k]` belongs to `columns[k]`; NaN while that column is warming up. */
  readonly values: Float64Array;
  /** Candles until every column has a value. */
  readonly warmUp: number;
  private readonly indicators: readonly Indicator[];

  constructor(specs: readonly IndicatorSpec[]) {
    this.specs = specs;
    this.text = indicationSetText(specs);
    this.columns = specs.flatMap(specColumns);
    this.values = new Float64Array(this.columns.length).fill(NaN);
    this.warmUp = Math.max(0, ...specs.map(({ name, params }) => INDICATORS[name].warmUp(params)));
    this.indicators = specs.map(createIndicator);
  }

  /** Takes the next closed candle and updates `values` in place. */
  push(bar: Bar): void {
    for (const indicator of this.indicators) indicator.push(bar);
    this.collect();
  }

  /** Whole state as finite numbers: for each indicator its length, then its state. */
  save(): readonly number[] {
    return this.indicators.flatMap((indicator) => {
      const state = indicator.save();
      return [state.length, ...state];
    });
  }

  /** Exact inverse of `save` on a set of equal text. */
  load(state: readonly number[]): void {
    let at = 0;
    for (const indicator of this.indicators) {
      const length = need(state[at++], 'the state of an indicator');
      indicator.load(state.slice(at, at + length));
      at += length;
    }
    invariant(at === state.length, `expected ${at} numbers of state, found ${state.length}`);
    this.collect();
  }

  private collect(): void {
    let column = 0;
    for (const { values } of this.indicators) {
      for (let line = 0; line < values.length; line++) this.values[column++] = values[line] as number;
    }
  }
}

/** Visits the set's values candle by candle: `row` is reused, NaN in warm-up; `index` counts rows of `candles`. */
export function visitIndications(
  candles: CandleColumns,
  set: IndicationSet,
  visit: (index: number, row: Float64Array) => void,
): void {
  const bar = { openTime: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  for (let i = 0; i < candles.openTime.length; i++) {
    bar.openTime = candles.openTime[i] as number;
    bar.open = candles.open[i] as number;
    bar.high = candles.high[i] as number;
    bar.low = candles.low[i] as number;
    bar.close = candles.close[i] as number;
    bar.volume = candles.volume[i] as number;
    set.push(bar);
    visit(i, set.values);
  }
}

/** Historical run: one array per column, aligned to the candles, NaN in warm-up. */
export function indicationColumns(
  candles: CandleColumns,
  specs: readonly IndicatorSpec[],
): ReadonlyMap<string, Float64Array> {
  const set = new IndicationSet(specs);
  const arrays = set.columns.map(() => new Float64Array(candles.openTime.length));
  visitIndications(candles, set, (index, row) => {
    for (let column = 0; column < arrays.length; column++)
      (arrays[column] as Float64Array)[index] = row[column] as number;
  });
  return new Map(set.columns.map((name, column) => [name, arrays[column] as Float64Array]));
}
