import { describe, expect, it } from 'vitest';
import { computeAnswers } from '../../../../src/main/backtest/models/computeAnswers.ts';
import { type BacktestRequest, runBacktest } from '../../../../src/main/engine/drivers/backtest.ts';
import type { EngineEffect } from '../../../../src/main/engine/kernel/effects.ts';
import { encode } from '../../../../src/main/engine/kernel/canonical.ts';
import { CORE_1 } from '../../../../src/main/engine/features/core1/core1.ts';
import type { ModelHealth } from '../../../../src/main/inference/ports.ts';
import { toModelId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import type { ModelSpec } from '../../../../src/shared/domain/model.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { sha256 } from '../../../builders/engineRun.ts';
import { consensusStrategy } from '../../../builders/modelRun.ts';
import { aConsensusConfig, aFailure, aModelSpec, madeUpAnswer, threeModels } from '../../../builders/models.ts';
import { dec } from '../../../builders/risk.ts';
import { aSessionConfig, sessionSeries } from '../../../builders/session.ts';
import { MadeUpPredictor } from '../../../fakes/madeUpPredictor.ts';

const symbols = ['BTC/USDT', 'ETH/USDT'].map(toSymbolId);
const models: readonly ModelSpec[] = [
  ...threeModels({ featureHash: 'f' }),
  aModelSpec({ id: toModelId('eth'), symbol: symbols[1]!, featureHash: 'f' }),
];
const session = aSessionConfig();
const config = {
  ...session,
  ...{ instruments: session.instruments.slice(0, 2), strategies: [consensusStrategy({ symbols })], models },
  consensus: aConsensusConfig({ minConfidence: 0.4, minQuorum: 0.25 }),
};
/** With a hole, across which higher candles are missing. */
const series = sessionSeries('answers', 1500, config).map((columns) => {
  const without = (column: Float64Array): Float64Array => column.filter((_, index) => index < 700 || index > 705);
  const { symbol, timeframe, openTime, open, high, low, close, volume } = columns;
  const [times, opens, highs, lows, closes, volumes] = [openTime, open, high, low, close, volume].map(without) as [
    ...[Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array],
  ];
  return { symbol, timeframe, openTime: times, open: opens, high: highs, low: lows, close: closes, volume: volumes };
});
const request: BacktestRequest = {
  ...{ config, series, cash: dec(50_000), costs: { slippageBps: dec(2), volumeCapPct: dec('0.3') }, sha256 },
};

const madeUp = (): MadeUpPredictor => new MadeUpPredictor(undefined, models);

function compute(predictor: MadeUpPredictor): ReturnType<typeof computeAnswers> {
  return computeAnswers({
    ...{ models, series, predictor },
    breathe: () => Promise.resolve(),
    onProgress: () => undefined,
  });
}

/** Trades and equity of a backtest, to compare. */
const told = (answer: NonNullable<BacktestRequest['answer']>): string => {
  const { trades, finalEquity } = runBacktest({ ...request, answer });
  return encode({ trades, finalEquity });
};

describe('answers that are computed before a backtest', () => {
  it('are those that the models give one candle at a time', async () => {
    const table = await compute(madeUp());
    const asked: string[] = [];
    const now = told((of, model) => {
      const prediction = table.answer(of, model);
      asked.push(of.timeframe);
      expect(prediction).toEqual({
        ...madeUpAnswer({ ...of, featureHash: 'f' }, model),
        modelHash: models.find(({ id }) => id === model)!.modelHash,
      });
      return prediction;
    });
    expect(new Set(asked)).toEqual(new Set(['15m', '1h']));
    expect(asked.length).toBeGreaterThan(2000);
    expect(now).toBe(told(madeUpAnswer));
    expect(now).not.toBe(told((of, model) => aFailure(of, model)));
  });

  it('leave out what was refused: it says so at every close', async () => {
    const refused = { model: toModelId('m15'), state: 'refused', code: 'HASH_MISMATCH', detail: 'other bytes' };
    const table = await compute(Object.assign(madeUp(), { health: () => [refused as unknown as ModelHealth] }));
    const codes = new Set<string>();
    told((of, model) => {
      const prediction = table.answer(of, model);
      if (!prediction.ok) codes.add(`${model} ${prediction.code} ${prediction.detail}`);
      return prediction;
    });
    expect([...codes]).toEqual(['m15 MODEL_REFUSED HASH_MISMATCH, other bytes']);
  });

  it('come with the vectors they were made of, so that the backtest need not compute them again', async () => {
    const { answer, vectors } = await compute(madeUp());
    const asked = (part: Partial<BacktestRequest>): readonly EngineEffect[] => {
      const effects: EngineEffect[] = [];
      runBacktest({ ...request, answer, ...part, onStep: (_input, result) => void effects.push(...result.effects) });
      return effects;
    };
    expect(asked({ vectors })).toEqual(asked({}));
    expect(vectors(symbols[0]!, '4h', CORE_1.id)).toBeUndefined();
  });

  it('end the backtest where a model that was not refused cannot be asked', async () => {
    const broken = Object.assign(madeUp(), {
      predictBatch: () => Promise.reject(new AppError('UNREACHABLE', 'the worker is gone')),
    });
    await expect(compute(broken)).rejects.toThrow('the worker is gone');
  });
});
