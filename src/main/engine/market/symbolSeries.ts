// The recent past of one symbol: prices and indicator values per timeframe, each computed once for all strategies that read it.
// Knows closed candles only; which candle is pushed when is the kernel's business.
import { invariant, need } from '../../../shared/assert.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import type { PriceField } from '../../../shared/domain/strategy.ts';
import { type Timeframe, TIMEFRAMES } from '../../../shared/time.ts';
import type { Bar, Indicator } from '../indications/indicator.ts';
import { createIndicator, INDICATORS, type IndicatorSpec, specId } from '../indications/registry.ts';
import { decodeState, encodeState } from '../indications/state.ts';
import { Series } from './series.ts';

/** One indicator with the lines that somebody looks back at. */
interface IndicatorLines {
  readonly spec: IndicatorSpec;
  readonly indicator: Indicator;
  /** In the order of `indicator.lines`. */
  readonly lines: (Series | undefined)[];
}

/** JSON-safe state of a `TimeframeSeries`, in canonical order: independent of the order of the `require` calls. */
export interface TimeframeState {
  readonly timeframe: Timeframe;
  readonly indicators: readonly {
    readonly spec: IndicatorSpec;
    readonly state: readonly number[];
    readonly lines: readonly (readonly number[] | null)[];
  }[];
  readonly prices: readonly { readonly field: PriceField; readonly values: readonly number[] }[];
}

/**
 * The series of one timeframe. What was required stays until the end of the engine, so that a strategy that comes back after a
 * reload finds its indicators warm; what is newly required starts cold.
 */
export class TimeframeSeries {
  readonly timeframe: Timeframe;
  private readonly indicators = new Map<string, IndicatorLines>();
  private readonly prices = new Map<PriceField, Series>();
  /** The maps above, flat for the candle path. */
  private pushed: readonly Indicator[] = [];
  private kept: readonly { readonly from: Float64Array; readonly index: number; readonly to: Series }[] = [];
  private open: Series | undefined;
  private high: Series | undefined;
  private low: Series | undefined;
  private close: Series | undefined;
  private volume: Series | undefined;

  constructor(timeframe: Timeframe) {
    this.timeframe = timeframe;
  }

  /** The series of one line of an indicator; readers may look back `depth - 1` candles. */
  require(spec: IndicatorSpec, line: string, depth: number): Series {
    const entry = this.entryOf(spec);
    const index = entry.indicator.lines.indexOf(line);
    invariant(index >= 0, `expected a line of ${specId(spec)}, got "${line}"`);
    const series = (entry.lines[index] ??= new Series(depth));
    series.deepen(depth);
    this.flatten();
    return series;
  }

  /** The series of one price; readers may look back `depth - 1` candles. */
  requirePrice(field: PriceField, depth: number): Series {
    const series = this.prices.get(field) ?? new Series(depth);
    this.prices.set(field, series);
    series.deepen(depth);
    this[field] = series;
    return series;
  }

  /** Candles until every required value exists, as far back as readers look. */
  get warmUpBars(): number {
    const ofIndicators = Array.from(this.indicators.values(), ({ spec, lines }) => {
      const depth = Math.max(...lines.map((line) => line?.depth ?? 1));
      return INDICATORS[spec.name].warmUp(spec.params) + depth - 1;
    });
    return Math.max(0, ...ofIndicators, ...Array.from(this.prices.values(), ({ depth }) => depth));
  }

  /** Takes the next closed candle of the timeframe. Allocation-free. */
  push(bar: Bar): void {
    for (const indicator of this.pushed) indicator.push(bar);
    for (const { from, index, to } of this.kept) to.push(from[index] as number);
    this.open?.push(bar.open);
    this.high?.push(bar.high);
    this.low?.push(bar.low);
    this.close?.push(bar.close);
    this.volume?.push(bar.volume);
  }

  save(): TimeframeState {
    const byKey = <T>([left]: [string, T], [right]: [string, T]): number => (left < right ? -1 : 1);
    return {
      timeframe: this.timeframe,
      indicators: [...this.indicators].sort(byKey).map(([, { spec, indicator, lines }]) => ({
        spec,
        state: indicator.save(),
        lines: lines.map((line) => (line === undefined ? null : encodeState(line.save()))),
      })),
      prices: [...this.prices].sort(byKey).map(([field, series]) => ({ field, values: encodeState(series.save()) })),
    };
  }

  /** Exact inverse of `save` on a series that has taken no candle yet; requires whatever the saved one had required. */
  load(state: TimeframeState): void {
    for (const { spec, state: numbers, lines } of state.indicators) {
      const { indicator } = this.entryOf(spec);
      indicator.load(numbers);
      lines.forEach((encoded, index) => {
        if (encoded === null) return;
        const values = decodeState(encoded);
        this.require(spec, need(indicator.lines[index], `line ${index} of ${specId(spec)}`), values.length).load(
          values,
        );
      });
    }
    for (const { field, values: encoded } of state.prices) {
      const values = decodeState(encoded);
      this.requirePrice(field, values.length).load(values);
    }
  }

  private entryOf(spec: IndicatorSpec): IndicatorLines {
    const id = specId(spec);
    const known = this.indicators.get(id);
    if (known !== undefined) return known;
    const indicator = createIndicator(spec);
    const entry = { spec, indicator, lines: indicator.lines.map(() => undefined) };
    this.indicators.set(id, entry);
    return entry;
  }

  private flatten(): void {
    const entries = [...this.indicators.values()];
    this.pushed = entries.map(({ indicator }) => indicator);
    this.kept = entries.flatMap(({ indicator, lines }) =>
      lines.flatMap((to, index) => (to === undefined ? [] : [{ from: indicator.values, index, to }])),
    );
  }
}

/** All timeframes of one symbol that somebody reads. */
export class SymbolSeries {
  readonly symbol: SymbolId;
  private readonly byTimeframe = new Map<Timeframe, TimeframeSeries>();

  constructor(symbol: SymbolId) {
    this.symbol = symbol;
  }

  /** Made on first request. */
  timeframe(timeframe: Timeframe): TimeframeSeries {
    const known = this.byTimeframe.get(timeframe);
    if (known !== undefined) return known;
    const series = new TimeframeSeries(timeframe);
    this.byTimeframe.set(timeframe, series);
    return series;
  }

  /** Those requested so far, shortest first. */
  get timeframes(): readonly Timeframe[] {
    return TIMEFRAMES.filter((timeframe) => this.byTimeframe.has(timeframe));
  }

  /** JSON-safe, shortest timeframe first. */
  save(): readonly TimeframeState[] {
    return this.timeframes.map((timeframe) => this.timeframe(timeframe).save());
  }

  /** Exact inverse of `save` on series that have taken no candle yet. */
  load(states: readonly TimeframeState[]): void {
    for (const state of states) this.timeframe(state.timeframe).load(state);
  }
}
