// The fake predictor with answers that follow from the features alone, and that come late: each in a turn of its own, the last
// model first. Neither may matter.
import { setImmediate } from 'node:timers/promises';
import { findFeatureSet } from '../../src/main/engine/features/featureSet.ts';
import type { ModelId } from '../../src/shared/domain/ids.ts';
import type { ModelSpec } from '../../src/shared/domain/model.ts';
import type { Prediction, PredictionRequest } from '../../src/shared/domain/prediction.ts';
import { madeUpAnswer, madeUpProbabilities } from '../builders/models.ts';
import { FakePredictor } from './fakePredictor.ts';

export class MadeUpPredictor extends FakePredictor {
  private readonly lateAnswer: (request: PredictionRequest, model: ModelId) => Prediction;

  /** `specs`: of the models that are asked in batches. */
  constructor(answer: MadeUpPredictor['lateAnswer'] = madeUpAnswer, specs: readonly ModelSpec[] = []) {
    super(specs.map(withDeciles), madeUpProbabilities);
    this.lateAnswer = answer;
  }

  override predict(request: PredictionRequest, answer: (prediction: Prediction) => void): void {
    this.requests.push(request);
    void this.answerAll(request, answer);
  }

  private async answerAll(request: PredictionRequest, answer: (prediction: Prediction) => void): Promise<void> {
    for (const model of request.models.toReversed()) {
      await setImmediate();
      answer(this.lateAnswer(request, model));
    }
  }
}

/** The fake knows the width of a model by its deciles. */
const withDeciles = (spec: ModelSpec): ModelSpec => ({
  ...spec,
  reference: { ...spec.reference, deciles: findFeatureSet(spec.featureSet)?.features.map(() => []) ?? [] },
});
