// A row has the same bits alone and among thousands, whatever the graph does with the trees' answer.
import { expect, it } from 'vitest';
import { toModelId } from '../../../src/shared/domain/ids.ts';
import type { Predictor } from '../../../src/main/inference/ports.ts';
import { answersTo, aPredictor, aRequest } from '../../builders/inferenceRun.ts';
import { WIDTH } from '../../builders/modelFolder.ts';
import { linearModel, randomOf, treeModel } from '../../builders/onnxModel.ts';

const ROWS = 1500;

/** Rows as features are: many near zero, some far out. */
function someRows(count: number): Float32Array<ArrayBuffer> {
  const next = randomOf(11);
  return Float32Array.from({ length: count * WIDTH }, () => (next() - 0.5) ** 3 * 20);
}

async function oneByOne(predictor: Predictor, model: string, rows: Float32Array): Promise<Float32Array> {
  const singles = new Float32Array((rows.length / WIDTH) * 3);
  for (let row = 0; row < rows.length / WIDTH; row++) {
    const features = [...rows.subarray(row * WIDTH, (row + 1) * WIDTH)];
    const answer = (await answersTo(predictor, aRequest([model], { features }))).get(model);
    if (answer?.ok !== true) throw new Error(`expected an answer to row ${row}, found ${JSON.stringify(answer)}`);
    const { sell, hold, buy } = answer.probabilities;
    singles.set([sell, hold, buy], row * 3);
  }
  return singles;
}

const bitsOf = (values: Float32Array): Uint32Array => new Uint32Array(values.buffer, values.byteOffset, values.length);

it.each([
  { what: 'trees, a logarithm and a temperature', bytes: treeModel({ width: WIDTH, trees: 90, depth: 5 }) },
  {
    what: 'trees, a logarithm and a matrix',
    bytes: treeModel({ width: WIDTH, trees: 60, depth: 4, calibration: 'vector', seed: 2 }),
  },
  { what: 'a linear model', bytes: linearModel({ width: WIDTH, seed: 5 }) },
])('$what: a batch of any length has the bits of single rows', async ({ bytes }) => {
  const predictor = await aPredictor([{ id: 'a', bytes }]);
  const rows = someRows(ROWS);
  const singles = bitsOf(await oneByOne(predictor, 'a', rows));
  for (const count of [1, 2, 3, 5, 255, 256, 257, ROWS]) {
    const batch = await predictor.predictBatch(toModelId('a'), rows.slice(0, count * WIDTH));
    expect(bitsOf(batch)).toEqual(singles.slice(0, count * 3));
  }
  const tail = await predictor.predictBatch(toModelId('a'), rows.slice(7 * WIDTH));
  expect(bitsOf(tail)).toEqual(singles.slice(7 * 3));
});
