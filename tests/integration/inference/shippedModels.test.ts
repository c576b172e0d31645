// The models that come with the program: sound, and each row has the same bits alone and in a batch.
import { expect, it } from 'vitest';
import { simulateCandles } from '../../../src/main/engine/paper/simulator/marketSimulator.ts';
import { findFeatureSet } from '../../../src/main/engine/features/featureSet.ts';
import { FeatureWindow } from '../../../src/main/engine/features/featureWindow.ts';
import { openModels, type RegisteredModel } from '../../../src/main/inference/modelRegistry.ts';
import { createPredictor } from '../../../src/main/inference/onnxPredictor.ts';
import { readProbabilities } from '../../../src/main/inference/probabilities.ts';
import { programFeatures } from '../../../src/main/inference/programFeatures.ts';
import { need } from '../../../src/shared/assert.ts';
import { candleAt } from '../../../src/shared/domain/candle.ts';
import { toEpochMs, toSymbolId } from '../../../src/shared/domain/ids.ts';
import { SILENT, wallOf } from '../../builders/inferenceRun.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const ROWS = 600;

/** Row-major vectors of simulated candles. */
function vectorsFor({ spec }: RegisteredModel): { readonly rows: Float32Array<ArrayBuffer>; readonly width: number } {
  const set = need(findFeatureSet(spec.featureSet), 'the feature set', spec.featureSet);
  const symbol = toSymbolId('BTC/USDT');
  const from = toEpochMs(Date.UTC(2024, 0, 1));
  const count = ROWS + set.lookback;
  const world = simulateCandles({ seed: 'shipped', symbols: [symbol], from, timeframe: spec.timeframe, count });
  const columns = need(world.get(symbol), 'the candles of', symbol);
  const window = new FeatureWindow(set, spec.timeframe);
  const rows: number[] = [];
  for (let row = 0; row < count; row++) {
    window.push(candleAt(columns, row));
    if (window.isReady) rows.push(...window.values);
  }
  return { rows: Float32Array.from(rows), width: set.features.length };
}

it('every shipped model is sound and says the same of a row, alone and in a batch', async () => {
  const checked = await openModels({ dataDir: tempFolder(), features: programFeatures, wall: wallOf() });
  const { models, problems } = checked.registry;
  const predictor = createPredictor({ models: checked, wall: wallOf(), log: SILENT });
  expect(problems).toEqual([]);
  expect(models.flatMap(({ spec, refusal }) => (refusal === undefined ? [] : [`${spec.id} ${refusal.code}`]))).toEqual(
    [],
  );
  for (const model of models) {
    const { rows, width } = vectorsFor(model);
    const { id } = model.spec;
    const batch = await predictor.predictBatch(id, rows.slice());
    expect(batch.length / 3).toBeGreaterThanOrEqual(ROWS);
    for (let row = 0; row < batch.length / 3; row++) {
      const single = await predictor.predictBatch(id, rows.slice(row * width, (row + 1) * width));
      if (!single.every((value, place) => Object.is(value, batch[row * 3 + place]))) expect.fail(`${id}, row ${row}`);
      expect(readProbabilities(single)).toMatchObject({ ok: true });
    }
  }
  await predictor.close();
});
