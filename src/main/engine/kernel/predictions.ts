// Answers of the models: checked, and the latest of each model kept.
import type { Prediction } from '../../../shared/domain/prediction.ts';
import type { EngineCore } from './core.ts';

const SUM_TOLERANCE = 1e-4;

/** Keeps a prediction; one that is no distribution is kept as a failure with its code. */
export function onPrediction(core: EngineCore, prediction: Prediction): void {
  const problem = prediction.ok ? probabilityProblem(prediction.probabilities) : undefined;
  const { symbol, model, timeframe, candleCloseTime } = prediction;
  const kept: Prediction =
    problem === undefined
      ? prediction
      : { symbol, model, timeframe, candleCloseTime, ok: false, code: 'PROBABILITIES_INVALID', detail: problem };
  const key = `${symbol}|${model}|${timeframe}`;
  const known = core.predictions.get(key);
  // An answer that comes late does not replace the one for a newer candle.
  if (known === undefined || known.candleCloseTime <= candleCloseTime) core.predictions.set(key, kept);
  core.emit({ kind: 'predictionReceived', prediction: kept });
}

function probabilityProblem({ sell, hold, buy }: { sell: number; hold: number; buy: number }): string | undefined {
  const isEach = [sell, hold, buy].every((value) => value >= 0 && value <= 1);
  const sum = sell + hold + buy;
  if (isEach && Math.abs(sum - 1) <= SUM_TOLERANCE) return undefined;
  return `expected three numbers in 0..1 that add up to 1, found ${String(sell)}, ${String(hold)}, ${String(buy)}`;
}
