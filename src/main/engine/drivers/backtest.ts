// The backtest: the engine over recorded candles with the paper venue in memory. Same step, no disk, no clock.
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { invariant, need } from '../../../shared/assert.ts';
import { candleAt } from '../../../shared/domain/candle.ts';
import { type EpochMs, type ModelId, type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import type { Prediction, PredictionRequest } from '../../../shared/domain/prediction.ts';
import type { Decimal } from '../../../shared/money.ts';
import { type Timeframe, timeframeMs } from '../../../shared/time.ts';
import type { VectorSource } from '../consensus/featureFeed.ts';
import type { Sha256 } from '../kernel/canonical.ts';
import type { EngineConfig } from '../kernel/engineConfig.ts';
import { Engine, type StepResult } from '../kernel/engine.ts';
import type { EngineInput } from '../kernel/inputs.ts';
import type { FundingRate } from '../paper/paperAccount.ts';
import { PaperVenue } from '../paper/paperVenue.ts';
import { BacktestRecord } from './backtestRecord.ts';
import type { BacktestResult, Outage } from './backtestResult.ts';

export interface BacktestRequest {
  readonly config: EngineConfig;
  /** One symbol each, all of the configuration's base timeframe, ascending. */
  readonly series: readonly CandleColumns[];
  /** Starting balance in quote currency. */
  readonly cash: Decimal;
  readonly costs: { readonly slippageBps: Decimal; readonly volumeCapPct: Decimal };
  readonly funding?: ReadonlyMap<SymbolId, readonly FundingRate[]>;
  readonly sha256: Sha256;
  /** What a model answers; needed where there are models. */
  readonly answer?: ((request: PredictionRequest, model: ModelId) => Prediction) | undefined;
  /** Feature vectors that exist already, by symbol, timeframe and feature set; what is missing is computed. */
  readonly vectors?:
    ((symbol: SymbolId, timeframe: Timeframe, featureSet: string) => VectorSource | undefined) | undefined;
  /** Sees every step, for tests and journals. */
  readonly onStep?: (input: EngineInput, result: StepResult) => void;
}

/** Runs a request to its end. */
export function runBacktest(request: BacktestRequest): BacktestResult {
  const backtest = new Backtest(request);
  backtest.advance(backtest.total);
  return backtest.result();
}

/** Every candle in order of close time, ties by symbol name; as many at a time as the caller likes. */
export class Backtest {
  /** Candles over all symbols, and how many of them are done. */
  readonly total: number;
  done = 0;
  private readonly request: BacktestRequest;
  private readonly engine: Engine;
  private readonly venue: PaperVenue;
  private readonly record = new BacktestRecord();
  private readonly series: readonly Cursor[];
  private readonly lengthMs: number;
  private readonly start: EpochMs;
  private timerAt = Infinity;
  /** Asked in the running step. */
  private asked: PredictionRequest[] = [];

  constructor(request: BacktestRequest) {
    const { config, costs, funding, cash } = request;
    this.request = request;
    this.lengthMs = timeframeMs(config.baseTimeframe);
    this.series = request.series
      .toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1))
      .map((columns) => new Cursor(columns));
    this.total = this.series.reduce((sum, { columns }) => sum + columns.openTime.length, 0);
    this.start = toEpochMs(Math.min(...this.series.map(({ openTime }) => openTime)));
    invariant(this.total > 0, 'expected at least one candle to test on');
    this.engine = new Engine(request.sha256);
    this.venue = new PaperVenue({
      costs: { ...costs, latencyMs: 0 },
      account: this.engine.core.portfolio,
      instruments: config.instruments,
      ...(funding === undefined ? {} : { funding }),
    });
    this.step({ kind: 'config', at: this.start, config });
    this.takeVectors();
    const deposit = { type: 'deposit', id: 'start', amount: cash, reason: 'starting balance' } as const;
    this.step({ kind: 'venue', at: this.start, report: deposit });
  }

  /** Takes up to `count` more candles. */
  advance(count: number): void {
    const end = Math.min(this.total, this.done + count);
    for (; this.done < end; this.done++) this.candle(earliest(this.series));
  }

  /** What the candles so far have come to. */
  result(): BacktestResult {
    const { request, start, done, engine, series, lengthMs } = this;
    const outages = outagesOf(series, lengthMs);
    return this.record.result({ core: engine.core, cash: request.cash, from: start, candles: done, outages });
  }

  private takeVectors(): void {
    for (const { symbol, feeds } of this.engine.core.models.values()) {
      for (const feed of feeds) {
        const source = this.request.vectors?.(symbol, feed.timeframe, feed.set.id);
        if (source !== undefined) feed.takeFrom(source);
      }
    }
  }

  private candle(cursor: Cursor): void {
    const { columns } = cursor;
    const candle = candleAt(columns, cursor.index);
    const at = toEpochMs(candle.openTime + this.lengthMs);
    const hole = cursor.take(this.lengthMs);
    if (hole !== undefined) {
      const status = { type: 'outage', symbol: columns.symbol, timeframe: columns.timeframe, ...hole } as const;
      this.step({ kind: 'feed', at: hole.to, status });
    }
    while (this.timerAt <= at) {
      const due = toEpochMs(this.timerAt);
      this.timerAt = Infinity;
      this.step({ kind: 'timer', at: due });
    }
    this.venue.beginCandle(candle);
    this.drain(at);
    this.step({ kind: 'candle', at, candle });
    this.drain(at);
    if (this.asked.length > 0) this.answer(at);
    this.record.candle(at, this.lengthMs, this.engine.core.portfolio.openCount > 0);
  }

  /** Every report reaches the engine before the venue looks at its next order. */
  private drain(at: EpochMs): void {
    for (let report = this.venue.poll(); report !== undefined; report = this.venue.poll()) {
      this.step({ kind: 'venue', at, report });
    }
  }

  /** The models' answers to what the last candle asked: before anything else happens. */
  private answer(at: EpochMs): void {
    const { asked } = this;
    this.asked = [];
    const answer = need(this.request.answer, 'the answers of the models');
    for (const request of asked) {
      for (const model of request.models) this.step({ kind: 'prediction', at, prediction: answer(request, model) });
    }
    this.drain(at);
  }

  private step(input: EngineInput): void {
    const result = this.engine.step(input);
    this.request.onStep?.(input, result);
    if (result.effects.length > 0) this.perform(result.effects);
    for (const event of result.events) this.record.event(event, this.engine.core);
  }

  private perform(effects: StepResult['effects']): void {
    for (const effect of effects) {
      if (effect.kind === 'armTimer') this.timerAt = effect.at;
      else if (effect.kind === 'requestPrediction') this.asked.push(effect.request);
      else this.venue.perform(effect, this.engine.core.clock);
    }
  }
}

/** A place in one symbol's candles. */
class Cursor {
  readonly columns: CandleColumns;
  index = 0;
  /** Open time of the next candle; Infinity at the end. */
  openTime: number;

  constructor(columns: CandleColumns) {
    this.columns = columns;
    this.openTime = columns.openTime[0] ?? Infinity;
  }

  /** Moves on; returns the hole before the candle just taken. */
  take(lengthMs: number): { from: EpochMs; to: EpochMs } | undefined {
    const before = this.index === 0 ? this.openTime - lengthMs : (this.columns.openTime[this.index - 1] as number);
    const taken = this.openTime;
    this.index += 1;
    this.openTime = this.columns.openTime[this.index] ?? Infinity;
    return taken === before + lengthMs ? undefined : { from: toEpochMs(before + lengthMs), to: toEpochMs(taken) };
  }
}

/** The series whose next candle is first; they are sorted by symbol, so that a tie goes to the first name. */
function earliest(series: readonly Cursor[]): Cursor {
  let first = series[0] as Cursor;
  for (const cursor of series) if (cursor.openTime < first.openTime) first = cursor;
  return first;
}

function outagesOf(series: readonly Cursor[], lengthMs: number): readonly Outage[] {
  const outages: Outage[] = [];
  for (const { columns } of series) {
    for (let index = 1; index < columns.openTime.length; index++) {
      const from = (columns.openTime[index - 1] as number) + lengthMs;
      const to = columns.openTime[index] as number;
      if (to > from) outages.push({ symbol: columns.symbol, from: toEpochMs(from), to: toEpochMs(to) });
    }
  }
  return outages;
}
