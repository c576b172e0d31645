// The shipped models as the running program asks them, and as a backtest does.
import { once } from 'node:events';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { need } from '../../../shared/assert.ts';
import type { PredictionRequest } from '../../../shared/domain/prediction.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { Predictor } from '../../inference/ports.ts';
import { CLASSES, readProbabilities } from '../../inference/probabilities.ts';
import type { Bench, BenchResult } from './bench.ts';
import { sha256 } from './benchMarket.ts';
import { type ModelsUnderTest, requestsAt, shippedModels, type Vectors, vectorsFor } from './modelsUnderTest.ts';

const CLOSES = 300;
/** Between two closes: as long as other work of the program would have the thread. */
const PAUSE_MS = 5;
const NO_FAILURE = 'every answer is right';

interface Figure {
  readonly name: string;
  readonly title: string;
  readonly value: number;
  readonly of: (measured: { readonly sorted: readonly number[]; readonly blockedMs: number }) => number;
}

const FIGURES: readonly Figure[] = [
  {
    ...{
      name: 'inference-p50',
      title: 'request to answers of all models of one symbol, beside a backtest: median',
      value: 2,
    },
    of: ({ sorted }) => need(sorted[Math.floor(sorted.length / 2)], 'a median'),
  },
  {
    ...{ name: 'inference-p99', title: 'the same: 99th percentile', value: 10 },
    of: ({ sorted }) => need(sorted[Math.floor(sorted.length * 0.99)], 'a percentile'),
  },
  {
    ...{ name: 'inference-block', title: 'the same: longest that the main thread was kept busy', value: 50 },
    of: ({ blockedMs }) => blockedMs,
  },
];

const liveBench = ({ name, title, value, of }: Figure): Bench => ({
  ...{ name, title, target: { bound: 'atMost', value, unit: 'ms' }, digest: sha256(NO_FAILURE), runs: 3 },
  prepare: async (context) => {
    const { predictor, models } = await shippedModels(context);
    const rows = new Map<Timeframe, Vectors>();
    for (const model of models) {
      if (!rows.has(model.spec.timeframe)) rows.set(model.spec.timeframe, vectorsFor(model, CLOSES));
    }
    const backtest = new Worker(new URL('./busyBacktest.ts', import.meta.url));
    await once(backtest, 'message');
    return {
      run: async () => {
        const { failures, ...measured } = await askAll(predictor, (turn) => requestsAt(models, rows, turn));
        return { value: of(measured), digest: sha256(failures[0] ?? NO_FAILURE) };
      },
      close: async () => {
        await backtest.terminate();
        await predictor.close();
      },
    };
  },
});

async function askAll(predictor: Predictor, requestsOf: (turn: number) => readonly PredictionRequest[]) {
  const tookMs: number[] = [];
  const failures: string[] = [];
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  for (let turn = 0; turn < CLOSES; turn++) {
    const requests = requestsOf(turn);
    const startedAt = performance.now();
    failures.push(...(await answers(predictor, requests)));
    tookMs.push(performance.now() - startedAt);
    await wait(PAUSE_MS);
  }
  delay.disable();
  return { sorted: tookMs.sort((a, b) => a - b), blockedMs: delay.max / 1e6, failures };
}

/** Failures among the answers, once all are there. */
function answers(predictor: Predictor, requests: readonly PredictionRequest[]): Promise<readonly string[]> {
  let open = requests.reduce((sum, { models }) => sum + models.length, 0);
  const failures: string[] = [];
  return new Promise((done) => {
    for (const request of requests) {
      predictor.predict(request, (prediction) => {
        if (!prediction.ok) failures.push(`${prediction.model}: ${prediction.code}`);
        if (--open === 0) done(failures);
      });
    }
  });
}

const BATCH_ROWS = 40_000;
/** Rows that are asked one by one too. */
const COMPARED = 64;

const batchBench: Bench = {
  name: 'batch',
  title: `predictions of the 15m model in one worker, ${String(BATCH_ROWS)} at once`,
  target: { bound: 'atLeast', value: 100_000, unit: 'predictions/s' },
  digest: sha256(NO_FAILURE),
  prepare: async (context) => {
    const tested = await shippedModels(context);
    const model = need(
      tested.models.find(({ spec }) => spec.timeframe === '15m'),
      'a model of 15m',
    );
    const vectors = vectorsFor(model, BATCH_ROWS);
    return {
      run: () => measureBatch(tested, model.spec.id, vectors),
      close: () => tested.predictor.close(),
    };
  },
};

type ModelId = ModelsUnderTest['models'][number]['spec']['id'];

async function measureBatch(
  { predictor }: ModelsUnderTest,
  id: ModelId,
  { values, width }: Vectors,
): Promise<BenchResult> {
  const features = values.slice();
  const startedAt = performance.now();
  const probabilities = await predictor.predictBatch(id, features);
  const seconds = (performance.now() - startedAt) / 1000;
  const count = probabilities.length / CLASSES;
  let isRight = count === values.length / width;
  for (let row = 0; row < count; row++) isRight &&= readProbabilities(probabilities, row).ok;
  for (let row = 0; row < COMPARED; row++) {
    const single = await predictor.predictBatch(id, values.slice(row * width, (row + 1) * width));
    isRight &&= single.every((value, place) => value === probabilities[row * CLASSES + place]);
  }
  return { value: count / seconds, digest: sha256(isRight ? NO_FAILURE : 'a row differs') };
}

export const inferenceBenches: readonly Bench[] = [...FIGURES.map(liveBench), batchBench];
