// Operands turned into series that conditions look back at, candle by candle of the strategy's own timeframe.
// What changes on another beat (a higher timeframe, the consensus) is sampled here once per candle of the strategy.
import { assertNever, invariant } from '../../../shared/assert.ts';
import type { ConsensusView } from '../../../shared/domain/prediction.ts';
import type { ConsensusField, Operand } from '../../../shared/domain/strategy.ts';
import type { Timeframe } from '../../../shared/time.ts';
import { decodeState, encodeState } from '../indications/state.ts';
import { Series } from '../market/series.ts';
import type { SymbolSeries, TimeframeSeries } from '../market/symbolSeries.ts';
import { constantOf, DIRECTION_VALUES, specOf } from './conditionText.ts';

/** The consensus over all models, or over those of one timeframe; undefined while there is none. */
export type ConsensusSource = (timeframe?: Timeframe) => ConsensusView | undefined;

/** One operand of a comparison. */
export class OperandReader {
  private readonly series: Series;
  private readonly offset: number;

  constructor(series: Series, offset = 0) {
    this.series = series;
    this.offset = offset;
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
      case 'constant':
        return new OperandReader(new Series(depth, constantOf(operand)));
      case 'consensus': {
        this.readsConsensus = true;
        const { offset, field, timeframe } = operand;
        const series = this.sampled(consensusTaker(this.consensus, field, timeframe), offset + depth);
        return new OperandReader(series, offset);
      }
      case 'indicator':
      case 'price': {
        const { offset, timeframe = this.timeframe } = operand;
        const isOwn = timeframe === this.timeframe;
        const source = sourceOf(operand, this.market.timeframe(timeframe), offset + (isOwn ? depth : 1));
        const series = isOwn ? source : this.sampled(() => source.at(offset), depth);
        return new OperandReader(series, isOwn ? offset : 0);
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
    return field === 'direction' ? DIRECTION_VALUES[view.direction] : Number(view[field]);
  };
}

type MarketOperand = Extract<Operand, { kind: 'indicator' | 'price' }>;

function sourceOf(operand: MarketOperand, market: TimeframeSeries, depth: number): Series {
  if (operand.kind === 'price') return market.requirePrice(operand.field, depth);
  return market.require(specOf(operand), operand.line, depth);
}
