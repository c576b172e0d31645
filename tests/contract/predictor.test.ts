// One suite for every predictor: the real one over ONNX files in a worker, and the fake.
import { describe, expect, it } from 'vitest';
import { toModelSpec } from '../../src/main/inference/manifest.ts';
import type { Predictor } from '../../src/main/inference/ports.ts';
import { toModelId } from '../../src/shared/domain/ids.ts';
import type { Prediction, Probabilities } from '../../src/shared/domain/prediction.ts';
import { answersTo, aPredictor, aRequest, codeOf } from '../builders/inferenceRun.ts';
import { anEntry, FEATURE_HASH, type TestModel, WIDTH } from '../builders/modelFolder.ts';
import { linearModel } from '../builders/onnxModel.ts';
import { FakePredictor } from '../fakes/fakePredictor.ts';

const A = toModelId('a');
const NOBODY = toModelId('nobody');
const MODELS: readonly TestModel[] = [
  { id: 'a', weight: 0.6 },
  { id: 'b', weight: 0.4, bytes: linearModel({ width: WIDTH, seed: 9 }) },
];

/** Probabilities that differ from row to row. */
function fakeAnswer(_: string, [first = 0, second = 0]: Float32Array): Probabilities {
  const sell = Math.fround(1 / (2 + Math.abs(first)));
  const hold = Math.fround((1 - sell) / (2 + Math.abs(second)));
  return { sell, hold, buy: Math.fround(1 - sell - hold) };
}

const aFake = (): Promise<Predictor> =>
  Promise.resolve(
    new FakePredictor(
      MODELS.map((model) => toModelSpec(anEntry(model))),
      fakeAnswer,
    ),
  );

describe.each([
  { name: 'FakePredictor', create: aFake },
  { name: 'OnnxPredictor', create: () => aPredictor(MODELS) },
])('$name', ({ create }) => {
  it('answers once for each model, with what it was asked about', async () => {
    const predictor = await create();
    const request = aRequest(['a', 'b'], { dataQuality: 0.97 });
    const answers = await answersTo(predictor, request);
    expect([...answers.keys()].sort()).toEqual(['a', 'b']);
    for (const answer of answers.values()) {
      const { symbol, timeframe, candleCloseTime } = request;
      expect(answer).toMatchObject({ ok: true, symbol, timeframe, candleCloseTime, dataQuality: 0.97 });
      if (!answer.ok) continue;
      const { sell, hold, buy } = answer.probabilities;
      expect(sell + hold + buy).toBeCloseTo(1, 4);
      expect(answer.featureHash).toBe(FEATURE_HASH);
      expect(answer.modelHash).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('never answers within the call', async () => {
    const predictor = await create();
    let answers = 0;
    let isWithin = true;
    const all = new Promise<void>((done) => {
      predictor.predict(aRequest(['a', 'nobody']), () => {
        expect(isWithin).toBe(false);
        if (++answers === 2) done();
      });
    });
    isWithin = false;
    await all;
  });

  it('says the same of the same row, alone and in a batch', async () => {
    const predictor = await create();
    const row = aRequest(['a']).features;
    const other = row.map((value) => Math.fround(-2 * value));
    const batch = await predictor.predictBatch(A, Float32Array.from([...other, ...row, ...other]));
    const { probabilities } = (await answersTo(predictor, aRequest(['a']))).get('a') as Extract<
      Prediction,
      { ok: true }
    >;
    const { sell, hold, buy } = probabilities;
    expect([...batch.subarray(3, 6)]).toEqual([sell, hold, buy]);
    expect([...batch.subarray(0, 3)]).toEqual([...batch.subarray(6, 9)]);
    expect([...batch.subarray(0, 3)]).not.toEqual([sell, hold, buy]);
  });

  it('keeps the newest answer and its confidence', async () => {
    const predictor = await create();
    expect(predictor.latest(A)).toBeUndefined();
    expect(predictor.confidence(A)).toBeUndefined();
    await answersTo(predictor, aRequest(['a']));
    const answer = (await answersTo(predictor, aRequest(['a'], { features: [1, 2, 3, 4] }))).get('a');
    expect(predictor.latest(A)).toEqual(answer);
    const { sell, hold, buy } = (answer as Extract<Prediction, { ok: true }>).probabilities;
    expect(predictor.confidence(A)).toBe(Math.max(sell, hold, buy));
  });

  it.each([
    { what: 'of a model it does not have', request: aRequest(['nobody']) },
    { what: 'with other features than it was trained on', request: aRequest(['a'], { featureHash: '0'.repeat(64) }) },
    { what: 'of another width', request: aRequest(['a'], { features: [1, 2, 3] }) },
  ])('refuses a question $what', async ({ request }) => {
    const predictor = await create();
    expect([...(await answersTo(predictor, request)).values()].map(codeOf)).toEqual(['MODEL_REFUSED']);
  });

  it('refuses a batch it cannot score', async () => {
    const predictor = await create();
    await expect(predictor.predictBatch(NOBODY, new Float32Array(WIDTH))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(predictor.predictBatch(A, new Float32Array(3))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await predictor.predictBatch(A, new Float32Array(0))).toHaveLength(0);
  });

  it('tells the health of every model in order', async () => {
    const predictor = await create();
    await answersTo(predictor, aRequest(['b']));
    expect(predictor.health()).toMatchObject([
      { model: 'a', state: 'healthy', weight: 0.6, requests: 0, failures: 0 },
      { model: 'b', state: 'healthy', weight: 0.4, requests: 1, failures: 0, timeframe: '15m' },
    ]);
  });

  it('answers WORKER_LOST once it is closed, and may be closed twice', async () => {
    const predictor = await create();
    await predictor.close();
    await predictor.close();
    expect(codeOf((await answersTo(predictor, aRequest(['a']))).get('a'))).toBe('WORKER_LOST');
  });
});
