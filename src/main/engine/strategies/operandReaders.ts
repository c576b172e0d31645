// Operands turned into series that conditions look back at, candle by candle of the strategy's own timeframe.
// What changes on another beat (a higher timeframe, the consensus) is sampled here once per candle of the strategy.
import { assertNever, invariant, InvariantError } from '../../../shared/assert.ts';
import type { ConsensusView } from '../../../shared/domain/prediction.ts';
import type { ConsensusField, Operand } from '../../../shared/domain/strategy.ts';
import type { Timeframe } from '../../../shared/time.ts';
import { INDICATORS, type IndicatorSpec, resolveSpec, specId } from '../indications/registry.ts';
import { decodeState, encodeState } from '../indications/state.ts';
import { Series } from '../market/series.ts';
import type { SymbolSeries, TimeframeSeries } from '../market/symbolSeries.ts';

/** The consensus over all models, or over those of one timeframe; undefined while there is none. */
export type ConsensusSource = (timeframe?: Timeframe) => ConsensusView | undefined;

/** Numbers that stand for the directions, in the order of the scores. */
export const DIRECTION_VALUES = { SELL: -1, HOLD: 0, BUY: 1 } as const;

/** One operand of a comparison. */
export class OperandReader {
  /** In words: `sma_20`, `macd_12_26_9.signal at 4h, 1 back`. */
  readonly name: string;
  /** True: its numbers are `DIRECTION_VALUES`. */
  readonly isDirection: boolean;
  private readonly series: Series;
  private readonly offset: number;

  constructor(name: string, series: Series, options: { readonly offset: number; readonly isDirection: boolean }) {
    this.name = name;
    this.series = series;
    this.offset = options.offset;
    this.isDirection = options.isDirection;
  }

  /** The value `back` candles of the strategy ago; NaN while absent. */
  at(back: number): number {
    return this.series.at(this.offset + back);
  }
}

interface Sample {
  readonly take: () => number;
  readonly series: Series;
}

/** Makes and feeds the readers of one strategy on one symbol. */
export class OperandReaders {
  private readonly timeframe: Timeframe;
  private readonly market: SymbolSeries;
  private readonly consensus: ConsensusSource;
  private readonly samples: Sample[] = [];
  /** True once an operand reads the consensus. */
  readsConsensus = false;

  constructor(timeframe: Timeframe, market: SymbolSeries, consensus: ConsensusSource) {
    this.timeframe = timeframe;
    this.market = market;
    this.consensus = consensus;
  }

  /** Takes the samples of one candle. Allocation-free. */
  sample(): void {
    for (const { take, series } of this.samples) series.push(take());
  }

  /** A reader that can look back `depth - 1` candles of the strategy. */
  reader(operand: Operand, depth: number): OperandReader {
    switch (operand.kind) {
      case 'constant': {
        const isDirection = typeof operand.value === 'string';
        const value = typeof operand.value === 'string' ? DIRECTION_VALUES[operand.value] : operand.value;
        return new OperandReader(String(operand.value), new Series(depth, value), { offset: 0, isDirection });
      }
      case 'consensus': {
        this.readsConsensus = true;
        const { offset, field, timeframe } = operand;
        const series = this.sampled(consensusTaker(this.consensus, field, timeframe), offset + depth);
        return new OperandReader(nameOf(operand), series, { offset, isDirection: field === 'direction' });
      }
      case 'indicator':
      case 'price': {
        const { offset, timeframe = this.timeframe } = operand;
        const isOwn = timeframe === this.timeframe;
        const source = sourceOf(operand, this.market.timeframe(timeframe), offset + (isOwn ? depth : 1));
        const series = isOwn ? source : this.sampled(() => source.at(offset), depth);
        return new OperandReader(nameOf(operand), series, { offset: isOwn ? offset : 0, isDirection: false });
      }
      default:
        return assertNever(operand);
    }
  }

  /** The samples as finite numbers. */
  save(): readonly number[] {
    return encodeState(this.samples.flatMap(({ series }) => series.save()));
  }

  /** Exact inverse of `save` on readers of the same conditions. */
  load(state: readonly number[]): void {
    const numbers = decodeState(state);
    let at = 0;
    for (const { series } of this.samples) {
      series.load(numbers.slice(at, at + series.depth));
      at += series.depth;
    }
    invariant(at === numbers.length, `expected ${at} sampled values, found ${numbers.length}`);
  }

  private sampled(take: () => number, depth: number): Series {
    const series = new Series(depth);
    this.samples.push({ take, series });
    return series;
  }
}

function consensusTaker(consensus: ConsensusSource, field: ConsensusField, timeframe?: Timeframe): () => number {
  return () => {
    const view = consensus(timeframe);
    if (view === undefined) return NaN;
    return field === 'direction' ? DIRECTION_VALUES[view.direction] : view[field];
  };
}

type MarketOperand = Extract<Operand, { kind: 'indicator' | 'price' }>;

function sourceOf(operand: MarketOperand, market: TimeframeSeries, depth: number): Series {
  if (operand.kind === 'price') return market.requirePrice(operand.field, depth);
  return market.require(specOf(operand), operand.line, depth);
}

function specOf({ name, params }: Extract<Operand, { kind: 'indicator' }>): IndicatorSpec {
  const spec = resolveSpec(name, params);
  if (!spec.ok) throw new InvariantError(`expected a resolved indicator: ${spec.error.message}`);
  return spec.value;
}

function nameOf(operand: Exclude<Operand, { kind: 'constant' }>): string {
  const timeframe = operand.timeframe === undefined ? '' : ` at ${operand.timeframe}`;
  const offset = operand.offset === 0 ? '' : `, ${operand.offset} back`;
  return `${lineName(operand)}${timeframe}${offset}`;
}

function lineName(operand: Exclude<Operand, { kind: 'constant' }>): string {
  if (operand.kind === 'price') return operand.field;
  if (operand.kind === 'consensus') return `consensus.${operand.field}`;
  const spec = specOf(operand);
  return INDICATORS[spec.name].lines.length === 1 ? specId(spec) : `${specId(spec)}.${operand.line}`;
}
