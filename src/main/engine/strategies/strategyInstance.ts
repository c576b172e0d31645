// One strategy on one symbol: when to enter, when to leave, how strongly, and why. Decides nothing about orders.
import type { Question } from '../../../shared/domain/decisionRecord.ts';
import type { ExitPlan, PositionSide } from '../../../shared/domain/order.ts';
import type { Evidence, SignalAction } from '../../../shared/domain/signal.ts';
import type { ExitDistance, StrategyDefinition } from '../../../shared/domain/strategy.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import { need } from '../../../shared/assert.ts';
import type { Result } from '../../../shared/result.ts';
import type { Series } from '../market/series.ts';
import type { SymbolSeries, TimeframeSeries } from '../market/symbolSeries.ts';
import { type CompiledCondition, compileCondition, type Readings, TRUE } from './compiledCondition.ts';
import { exitPlanOf } from './exitPlan.ts';
import { type ConsensusSource, OperandReaders } from './operandReaders.ts';
import { conditionAt, noCondition, placesOf } from './questions.ts';
import { annualisedVolatility } from './volatility.ts';

/** The order of calls at each closed candle of its timeframe: all series of the symbol, `onCandle`, then the questions. */
export interface StrategyInstance {
  readonly definition: StrategyDefinition;
  readonly symbol: SymbolId;
  /** True: ask it once the predictions for the candle have settled. */
  readonly readsConsensus: boolean;
  /** Once per closed candle of its timeframe, after every series took it. Allocation-free. */
  onCandle(): void;
  /** The side whose entry condition holds, long before short; undefined where none does or a value is absent. Allocation-free. */
  entry(): PositionSide | undefined;
  /** True when the exit condition of that side holds. Allocation-free. */
  exit(side: PositionSide): boolean;
  /** Every comparison with its values and result, whether or not it decided. */
  evidence(action: SignalAction, side: PositionSide): Evidence;
  /** What the comparisons of a question read and found, long before short. */
  readings(question: Question): Readings;
  /** 0..1: the share of the condition's comparisons that speak for it (under `not`: those that do not hold). */
  strength(action: SignalAction, side: PositionSide): number;
  /** Distances resolved on the closed candles so far, unrounded; a problem while an ATR is warming up or zero. */
  exitPlan(): Result<ExitPlan>;
  /** Standard deviation of log returns over the sizing's lookback, annualised; undefined for other sizings and in warm-up. */
  annualVolatility(): number | undefined;
  /** Its own state as finite numbers; the series of the symbol are saved apart. */
  save(): readonly number[];
  /** Exact inverse of `save` on a fresh instance of an equal definition. */
  load(state: readonly number[]): void;
}

/** Requires its series from `market` at once; values of before are absent unless another strategy already required them. */
export const createStrategyInstance = (
  definition: StrategyDefinition,
  market: SymbolSeries,
  consensus: ConsensusSource,
): StrategyInstance => new CompiledStrategy(definition, market, consensus);

type CompiledSides = { readonly [side in PositionSide]: CompiledCondition | undefined };

class CompiledStrategy implements StrategyInstance {
  readonly definition: StrategyDefinition;
  readonly symbol: SymbolId;
  readonly readsConsensus: boolean;
  private readonly readers: OperandReaders;
  private readonly entries: CompiledSides;
  private readonly exits: CompiledSides;
  private readonly atrs: ReadonlyMap<number, Series>;
  private readonly closes: Series | undefined;

  constructor(definition: StrategyDefinition, market: SymbolSeries, consensus: ConsensusSource) {
    this.definition = definition;
    this.symbol = market.symbol;
    this.readers = new OperandReaders(definition.timeframe, market, consensus);
    this.entries = this.compileSides('entry');
    this.exits = this.compileSides('exit');
    this.readsConsensus = this.readers.readsConsensus;
    const series = market.timeframe(definition.timeframe);
    this.atrs = atrSeries([definition.risk.stopLoss, definition.risk.takeProfit], series);
    const { sizing } = definition;
    this.closes = sizing.kind === 'volatilityTarget' ? series.requirePrice('close', sizing.lookback + 1) : undefined;
  }

  onCandle(): void {
    this.readers.sample();
  }

  entry(): PositionSide | undefined {
    if (this.entries.long?.evaluate() === TRUE) return 'long';
    return this.entries.short?.evaluate() === TRUE ? 'short' : undefined;
  }

  exit(side: PositionSide): boolean {
    return this.exits[side]?.evaluate() === TRUE;
  }

  evidence(action: SignalAction, side: PositionSide): Evidence {
    const condition = this.condition(action, side);
    return condition?.explain() ?? noCondition({ action, side });
  }

  readings(question: Question): Readings {
    const into: Readings = { values: new Map(), results: '' };
    for (const { action, side } of placesOf(question)) this.condition(action, side)?.collect(into);
    return into;
  }

  strength(action: SignalAction, side: PositionSide): number {
    const condition = this.condition(action, side);
    return condition === undefined ? 0 : condition.count(TRUE) / condition.leaves;
  }

  exitPlan(): Result<ExitPlan> {
    return exitPlanOf(this.definition.risk, (period) => need(this.atrs.get(period), 'the ATR', String(period)).at(0));
  }

  annualVolatility(): number | undefined {
    const { sizing, timeframe } = this.definition;
    if (sizing.kind !== 'volatilityTarget' || this.closes === undefined) return undefined;
    return annualisedVolatility(this.closes, sizing.lookback, timeframe);
  }

  save(): readonly number[] {
    return this.readers.save();
  }

  load(state: readonly number[]): void {
    this.readers.load(state);
  }

  private condition(action: SignalAction, side: PositionSide): CompiledCondition | undefined {
    return (action === 'entry' ? this.entries : this.exits)[side];
  }

  private compileSides(action: SignalAction): CompiledSides {
    const compiled = (side: PositionSide): CompiledCondition | undefined => {
      const condition = conditionAt(this.definition, { action, side });
      return condition === undefined ? undefined : compileCondition(condition, this.readers);
    };
    return { long: compiled('long'), short: compiled('short') };
  }
}

function atrSeries(distances: readonly (ExitDistance | null)[], series: TimeframeSeries): ReadonlyMap<number, Series> {
  const periods = distances.flatMap((distance) => (distance?.kind === 'atr' ? [distance.period] : []));
  return new Map(periods.map((period) => [period, series.require({ name: 'atr', params: { period } }, 'value', 1)]));
}
