// The answers of all models over the candles of a backtest, looked up as the engine asks for them.
import { need } from '../../../shared/assert.ts';
import type { ModelId, SymbolId } from '../../../shared/domain/ids.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { Prediction, PredictionRequest } from '../../../shared/domain/prediction.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { VectorSource } from '../../engine/consensus/featureFeed.ts';
import type { FeatureRows } from './featureRows.ts';

/** What one model said: three numbers per row of its features, or why it says nothing. */
export interface ModelAnswers {
  readonly spec: ModelSpec;
  readonly rows: FeatureRows;
  readonly probabilities: Float32Array;
  readonly refusal: string | undefined;
}

export class AnswerTable {
  private readonly byModel = new Map<string, ModelAnswers>();

  constructor(answers: readonly ModelAnswers[]) {
    for (const one of answers) this.byModel.set(keyOf(one.spec.symbol, one.spec.id), one);
  }

  /** The vectors that the answers were made of. */
  readonly vectors = (symbol: SymbolId, timeframe: Timeframe, featureSet: string): VectorSource | undefined => {
    const answers = [...this.byModel.values()].find(
      ({ spec, rows }) => spec.symbol === symbol && rows.timeframe === timeframe && rows.set.id === featureSet,
    );
    return answers?.rows.source();
  };

  /** As the model would answer now. */
  readonly answer = (request: PredictionRequest, model: ModelId): Prediction => {
    const { symbol, timeframe, candleCloseTime, dataQuality } = request;
    const { spec, rows, probabilities, refusal } = need(
      this.byModel.get(keyOf(symbol, model)),
      'the answers of a model',
      model,
    );
    const place = { symbol, model, timeframe, candleCloseTime } as const;
    if (refusal !== undefined) return { ...place, ok: false, code: 'MODEL_REFUSED', detail: refusal };
    const row = need(rows.rowOf(candleCloseTime), 'an answer of a model for its candle', model);
    const [sell, hold, buy] = probabilities.subarray(3 * row, 3 * row + 3) as unknown as [number, number, number];
    const { featureHash, modelHash } = spec;
    return {
      ...{ ...place, ok: true, probabilities: { sell, hold, buy } },
      ...{ dataQuality, featureHash, modelHash, latencyMs: 0 },
    };
  };
}

const keyOf = (symbol: string, model: string): string => `${symbol}|${model}`;
