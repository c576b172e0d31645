// One engine with models whose features are warm: the last candle of the history has closed, the next one is the first to be
// asked about.
import type { StepResult } from '../../src/main/engine/kernel/engine.ts';
import type { EngineConfig } from '../../src/main/engine/kernel/engineConfig.ts';
import { simulateCandles } from '../../src/main/engine/paper/simulator/marketSimulator.ts';
import { candleAt, type CandleColumns, closeTimeOf } from '../../src/shared/domain/candle.ts';
import { type EpochMs, toEpochMs, toModelId, toStrategyId } from '../../src/shared/domain/ids.ts';
import type { ModelSpec } from '../../src/shared/domain/model.ts';
import type { Consensus, Prediction, PredictionRequest, Probabilities } from '../../src/shared/domain/prediction.ts';
import type { ConsensusField, Operand, StrategyDefinition } from '../../src/shared/domain/strategy.ts';
import { openTimeAt, START } from './aCandle.ts';
import { aNumber, aStrategy } from './aStrategy.ts';
import { EngineRun, SPOT } from './engineRun.ts';
import { aConsensusConfig, aModelSpec, madeUpAnswer } from './models.ts';

/** Enough for the features of 1h, and a close of 4h is next. */
export const WARM = 1199;

let cached: CandleColumns | undefined;
/** Simulated BTC, the same in every test. */
const btcCandles = (): CandleColumns =>
  (cached ??= [
    ...simulateCandles({
      ...{ seed: 'models', symbols: [SPOT.symbol], from: START, timeframe: '15m', count: WARM + 400 },
    }).values(),
  ][0] as CandleColumns);

/** Enters long while the consensus is acted on, and leaves when it says SELL. */
export const consensusStrategy = (changes: Partial<StrategyDefinition> = {}): StrategyDefinition =>
  aStrategy({
    id: toStrategyId('by-consensus'),
    entry: {
      long: {
        kind: 'all',
        of: [
          { kind: 'equals', left: field('direction'), right: { kind: 'constant', value: 'BUY' } },
          { kind: 'above', left: field('isActionable'), right: aNumber(0) },
        ],
      },
    },
    exit: { long: { kind: 'equals', left: field('direction'), right: { kind: 'constant', value: 'SELL' } } },
    ...changes,
  });

const field = (name: ConsensusField): Operand => ({
  ...{ kind: 'consensus', field: name, offset: 0 },
});

export class ModelRun extends EngineRun {
  next = 0;

  /** Warmed up by history of 15m candles. */
  static warm(
    { models = [aModelSpec()], ...changes }: Partial<EngineConfig> & { readonly models?: readonly ModelSpec[] } = {},
    count = WARM,
  ): ModelRun {
    const run = new ModelRun({ consensus: aConsensusConfig(), ...changes, models });
    // A whole candle later, so that all of it is history.
    const now = toEpochMs(openTimeAt(count + 1));
    for (let index = 0; index < count; index++)
      run.step({ kind: 'candle', at: now, candle: candleAt(btcCandles(), index) });
    run.next = count;
    run.now = openTimeAt(count);
    return run;
  }

  /** The next candle at its close; what the models are asked then. */
  close(): readonly PredictionRequest[] {
    const candle = candleAt(btcCandles(), this.next);
    this.next += 1;
    this.now = toEpochMs(Math.max(this.now, closeTimeOf(candle)));
    return requestsOf(this.step({ kind: 'candle', at: this.now, candle }));
  }

  /** An answer `afterMs` after the last input. */
  answer(prediction: Prediction, afterMs = 0): StepResult {
    this.now = toEpochMs(this.now + afterMs);
    return this.step({ kind: 'prediction', at: this.now, prediction });
  }

  get consensus(): Consensus | undefined {
    return this.engine.core.consensus(SPOT.symbol);
  }

  get signals(): number {
    return this.all('signalRaised').length;
  }
}

export const requestsOf = ({ effects }: StepResult): readonly PredictionRequest[] =>
  effects.flatMap((effect) => (effect.kind === 'requestPrediction' ? [effect.request] : []));

/** What a model says to a request: mostly BUY unless told otherwise. */
export const saying = (
  request: PredictionRequest,
  probabilities: Probabilities = { sell: 0.1, hold: 0.1, buy: 0.8 },
  model = request.models[0] ?? toModelId('m'),
): Prediction => ({ ...(madeUpAnswer(request, model) as Extract<Prediction, { ok: true }>), probabilities });

export const SELL: Probabilities = { sell: 0.8, hold: 0.1, buy: 0.1 };

/** The close of the candle of that index. */
export const closeAt = (index: number): EpochMs => openTimeAt(index + 1);
