// A model backend whose answers follow from the features alone; when they come is the test's choice.
import { setImmediate } from 'node:timers/promises';
import type { ModelHealth, Predictor } from '../../src/main/inference/ports.ts';
import type { ModelId } from '../../src/shared/domain/ids.ts';
import type { Prediction, PredictionRequest } from '../../src/shared/domain/prediction.ts';
import { madeUpAnswer, madeUpProbabilities } from '../builders/models.ts';

export class MadeUpPredictor implements Predictor {
  readonly requests: PredictionRequest[] = [];
  private readonly answerOf: (request: PredictionRequest, model: ModelId) => Prediction;
  private readonly newest = new Map<ModelId, Prediction>();

  constructor(answerOf: MadeUpPredictor['answerOf'] = madeUpAnswer) {
    this.answerOf = answerOf;
  }

  predict(request: PredictionRequest, answer: (prediction: Prediction) => void): void {
    this.requests.push(request);
    void this.answerAll(request, answer);
  }

  predictBatch(model: ModelId, features: Float32Array<ArrayBuffer>): Promise<Float32Array> {
    const width = this.width;
    const rows = features.length / width;
    const answers = new Float32Array(3 * rows);
    for (let row = 0; row < rows; row++) {
      const { sell, hold, buy } = madeUpProbabilities(model, features.subarray(row * width, (row + 1) * width));
      answers.set([sell, hold, buy], 3 * row);
    }
    return Promise.resolve(answers);
  }

  latest(model: ModelId): Prediction | undefined {
    return this.newest.get(model);
  }

  confidence(model: ModelId): number | undefined {
    const prediction = this.newest.get(model);
    if (prediction?.ok !== true) return undefined;
    const { sell, hold, buy } = prediction.probabilities;
    return Math.max(sell, hold, buy);
  }

  health(): readonly ModelHealth[] {
    return [];
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Features per row of a batch. */
  width = 1;

  /** One after the other, the last model first: the order must not matter. */
  private async answerAll(request: PredictionRequest, answer: (prediction: Prediction) => void): Promise<void> {
    for (const model of request.models.toReversed()) {
      await setImmediate();
      const prediction = this.answerOf(request, model);
      this.newest.set(model, prediction);
      answer(prediction);
    }
  }
}
