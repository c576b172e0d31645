// Models that hang, crash or talk nonsense at run time, in real workers: the right code, and the others answer.
import { describe, expect, it } from 'vitest';
import { startInferenceThread, type InferenceThread } from '../../../src/main/inference/worker/modelWorker.ts';
import { toModelId } from '../../../src/shared/domain/ids.ts';
import { answersTo, aPredictor, aRequest, codeOf, turnsFor, wallOf } from '../../builders/inferenceRun.ts';
import { WIDTH } from '../../builders/modelFolder.ts';
import { linearModel, slowModel } from '../../builders/onnxModel.ts';
import { dyingThread, KeptThreads } from '../../fakes/inferenceThreads.ts';

/** A row on which the slow model takes five seconds; the linear ones do not mind. */
const slowRow = async (): Promise<readonly number[]> => [await turnsFor(5000), 0, 0, 0];
/** For runs that another busy program makes several times as long. */
const PATIENCE = { timeout: 90_000 };
const slow = { id: 'slow', weight: 0.5, bytes: slowModel(WIDTH) };
const quick = { id: 'quick', weight: 0.5 };
const BOTH = ['slow', 'quick'];

describe('a model that sleeps', () => {
  it('times out while the others answer, and does not hold up the next request', PATIENCE, async () => {
    const features = await slowRow();
    const predictor = await aPredictor([slow, quick]);
    expect(codeOf((await answersTo(predictor, aRequest(BOTH))).get('slow'))).toBe('ok');
    const first = await answersTo(predictor, aRequest(BOTH, { features }));
    expect(codeOf(first.get('slow'))).toBe('MODEL_TIMEOUT');
    expect(codeOf(first.get('quick'))).toBe('ok');
    // Its own worker is still busy: only itself waits.
    const second = await answersTo(predictor, aRequest(['quick']));
    expect(codeOf(second.get('quick'))).toBe('ok');
    const [slowHealth, quickHealth] = predictor.health();
    expect(slowHealth).toMatchObject({ lastFailure: { code: 'MODEL_TIMEOUT' } });
    expect(quickHealth).toMatchObject({ state: 'healthy', requests: 3, failures: 0 });
  });

  it(
    'is unhealthy after three failures in a row, answered at once, and asked again until a probe succeeds',
    PATIENCE,
    async () => {
      const features = await slowRow();
      // A second between probes.
      const predictor = await aPredictor([slow, quick], { wall: wallOf((ms) => (ms === 30_000 ? 1000 : ms)) });
      const asked = [1, 2, 3].map(() => answersTo(predictor, aRequest(['slow'], { features })));
      const late = (await Promise.all(asked)).map((answers) => codeOf(answers.get('slow')));
      expect(late).toEqual(Array(3).fill('MODEL_TIMEOUT'));
      const answers = await answersTo(predictor, aRequest(BOTH));
      expect(codeOf(answers.get('slow'))).toBe('MODEL_UNHEALTHY');
      expect(codeOf(answers.get('quick'))).toBe('ok');
      expect(predictor.health()[0]).toMatchObject({ state: 'unhealthy', code: 'MODEL_UNHEALTHY', failuresInARow: 3 });
      // The probe asks what was asked last, which it is quick about once its run has returned.
      await expect.poll(() => predictor.health()[0]?.state, { timeout: 60_000, interval: 100 }).toBe('healthy');
      expect(codeOf((await answersTo(predictor, aRequest(BOTH))).get('slow'))).toBe('ok');
    },
  );
});

it('a model that answers NaN for some rows fails for those only', async () => {
  // An infinite score has no softmax.
  const predictor = await aPredictor([{ id: 'a', bytes: linearModel({ width: WIDTH, seed: 3 }) }]);
  const answers = await answersTo(predictor, aRequest(['a'], { features: [Infinity, -Infinity, 0, 0] }));
  expect(codeOf(answers.get('a'))).toBe('PROBABILITIES_INVALID');
  expect(codeOf((await answersTo(predictor, aRequest(['a']))).get('a'))).toBe('ok');
  expect(predictor.health()[0]).toMatchObject({ state: 'healthy', requests: 2, failures: 1, failuresInARow: 0 });
});

describe('a worker that ends', () => {
  it('is replaced between requests', async () => {
    const threads = new KeptThreads();
    const predictor = await aPredictor([quick, { id: 'other', weight: 0.5 }], { startThread: threads.start });
    expect(codeOf((await answersTo(predictor, aRequest(['quick', 'other']))).get('quick'))).toBe('ok');
    await threads.kill();
    const answers = await answersTo(predictor, aRequest(['quick', 'other']));
    expect([...answers.values()].map(codeOf)).toEqual(['ok', 'ok']);
    expect(threads.started).toBe(2);
  });

  it.each([
    { deaths: 1, what: 'is replaced, and the request is asked once more', code: 'ok', started: 3 },
    { deaths: 2, what: 'and so does the next one: the request is lost', code: 'WORKER_LOST', started: 4 },
  ])('in a request $what', async ({ deaths, code, started }) => {
    const starts: (() => InferenceThread)[] = [
      startInferenceThread,
      ...Array<() => InferenceThread>(deaths).fill(dyingThread),
    ];
    const threads = new KeptThreads(() => (starts.shift() ?? startInferenceThread)());
    const predictor = await aPredictor([{ id: 'a' }], { startThread: threads.start });
    await threads.kill();
    expect(codeOf((await answersTo(predictor, aRequest(['a']))).get('a'))).toBe(code);
    expect(codeOf((await answersTo(predictor, aRequest(['a']))).get('a'))).toBe('ok');
    expect(threads.started).toBe(started);
  });
});

describe('a queue', () => {
  it('refuses what is more than it holds', async () => {
    const predictor = await aPredictor([{ id: 'a' }]);
    const asked = Array.from({ length: 70 }, () => answersTo(predictor, aRequest(['a'])));
    const found = (await Promise.all(asked)).map((answers) => codeOf(answers.get('a')));
    expect(found.filter((code) => code === 'ok')).toHaveLength(65);
    expect(found.slice(65)).toEqual(Array(5).fill('QUEUE_FULL'));
  });

  it('answers what is open when it is closed', async () => {
    const predictor = await aPredictor([{ id: 'a' }]);
    const open = Promise.all([answersTo(predictor, aRequest(['a'])), answersTo(predictor, aRequest(['a']))]);
    await predictor.close();
    expect((await open).map((answers) => codeOf(answers.get('a')))).toEqual(['WORKER_LOST', 'WORKER_LOST']);
    await expect(predictor.predictBatch(toModelId('a'), new Float32Array(WIDTH))).rejects.toThrow('WORKER_LOST');
  });
});
