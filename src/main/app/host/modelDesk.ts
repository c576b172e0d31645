// Asks the models what the engine wants to know of them, and brings it their answers. Where time is the connection's own it stands
// still meanwhile, so that a run does not depend on how fast they are.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { PredictionRequest } from '../../../shared/domain/prediction.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';
import type { Predictor } from '../../inference/ports.ts';
import type { Clock } from '../../venues/ports.ts';

export interface ModelDeskOptions {
  /** Undefined: no model is loaded, and every answer says so. */
  readonly predictor: Predictor | undefined;
  readonly take: (input: EngineInput) => void;
  readonly now: () => EpochMs;
}

export class ModelDesk {
  private readonly options: ModelDeskOptions;

  constructor(options: ModelDeskOptions) {
    this.options = options;
  }

  /** Every model of the request is heard exactly once: the predictor answers for all of them, within its time-out. */
  ask(request: PredictionRequest, clock: Pick<Clock, 'hold'>): void {
    const { predictor, take, now } = this.options;
    const waiting = new Set(request.models);
    const release = clock.hold();
    if (predictor === undefined) {
      const { symbol, timeframe, candleCloseTime } = request;
      for (const model of request.models) {
        const failure = { ok: false, code: 'MODEL_REFUSED', detail: 'no model is loaded here' } as const;
        const prediction = { symbol, model, timeframe, candleCloseTime, ...failure };
        take({ kind: 'prediction', at: now(), prediction });
      }
      release();
      return;
    }
    predictor.predict(request, (prediction) => {
      if (!waiting.delete(prediction.model)) return;
      take({ kind: 'prediction', at: now(), prediction });
      if (waiting.size === 0) release();
    });
  }
}
