// Every way in which a model can be wrong, in real files and a real worker: the right code, and the others go on.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CheckedModels, openModels, specsOf } from '../../../src/main/inference/modelRegistry.ts';
import { checkFolder, checkModelsOf, turnsFor, wallOf } from '../../builders/inferenceRun.ts';
import { testFeatures, type TestModel, WIDTH, writeModels } from '../../builders/modelFolder.ts';
import { constantModel, linearModel, slowModel } from '../../builders/onnxModel.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const sound = (id: string, weight: number): TestModel => ({ id, weight });
const codes = ({ registry }: CheckedModels): Readonly<Record<string, string>> =>
  Object.fromEntries(registry.models.map(({ spec, refusal }) => [spec.id, refusal?.code ?? 'ok']));

describe('a model of a manifest', () => {
  it('is taken when everything is as the manifest says', async () => {
    const checked = await checkModelsOf([sound('a', 0.5), sound('b', 0.5)]);
    expect(codes(checked)).toEqual({ a: 'ok', b: 'ok' });
    expect(checked.registry.models[0]?.checks.map(({ status }) => status)).toEqual(Array(9).fill('pass'));
    expect(specsOf(checked.registry).map(({ weight }) => weight)).toEqual([0.5, 0.5]);
  });

  it('is refused when a byte of its file is flipped', async () => {
    const folder = tempFolder();
    writeModels(folder, [sound('a', 0.5), sound('b', 0.5)]);
    const bytes = readFileSync(join(folder, 'a.onnx'));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(join(folder, 'a.onnx'), bytes);
    const checked = await checkFolder(folder);
    expect(codes(checked)).toEqual({ a: 'HASH_MISMATCH', b: 'ok' });
    const statuses = checked.registry.models[0]?.checks.map(({ check, status }) => `${check} ${status}`);
    expect(statuses).toEqual([
      ...['manifest pass', 'weights pass', 'features pass', 'file pass', 'sha256 fail'],
      ...['load skipped', 'input skipped', 'output skipped', 'self-check skipped'],
    ]);
  });

  it('is refused when its file is gone', async () => {
    const folder = tempFolder();
    writeModels(folder, [sound('a', 0.5), sound('b', 0.5)]);
    rmSync(join(folder, 'a.onnx'));
    expect(codes(await checkFolder(folder))).toEqual({ a: 'FILE_MISSING', b: 'ok' });
  });

  it.each<{ readonly what: string; readonly model: Partial<TestModel>; readonly code: string }>([
    { what: 'takes rows of another width', model: { bytes: linearModel({ width: 5 }) }, code: 'WIDTH_MISMATCH' },
    {
      what: 'has an input of another name',
      model: { bytes: linearModel({ width: WIDTH, input: { name: 'X', shape: ['n', WIDTH] } }) },
      code: 'WIDTH_MISMATCH',
    },
    {
      what: 'takes one row only',
      model: { bytes: linearModel({ width: WIDTH, input: { name: 'features', shape: [1, WIDTH] } }) },
      code: 'WIDTH_MISMATCH',
    },
    {
      what: 'answers two classes',
      model: { bytes: linearModel({ width: WIDTH, output: { name: 'probabilities', shape: ['n', 2] } }) },
      code: 'OUTPUT_MISMATCH',
    },
    {
      what: 'has an output of another name',
      model: { bytes: linearModel({ width: WIDTH, output: { name: 'answers', shape: ['n', 3] } }) },
      code: 'OUTPUT_MISMATCH',
    },
    { what: 'was trained on other features', model: { featureHash: '0'.repeat(64) }, code: 'FEATURES_MISMATCH' },
    { what: 'wants an unknown feature set', model: { featureSet: 'none-1' }, code: 'FEATURES_MISMATCH' },
    { what: 'is no model', model: { bytes: Buffer.from('not a model') }, code: 'LOAD_FAILED' },
    { what: 'answers NaN', model: { bytes: constantModel(WIDTH, [NaN, 0.5, 0.5]) }, code: 'PROBABILITIES_INVALID' },
    {
      what: 'adds up to more than 1',
      model: { bytes: constantModel(WIDTH, [0.4, 0.4, 0.4]) },
      code: 'PROBABILITIES_INVALID',
    },
    { what: 'is negative', model: { bytes: constantModel(WIDTH, [-0.2, 0.6, 0.6]) }, code: 'PROBABILITIES_INVALID' },
  ])('that $what is refused with $code, and the other is taken', async ({ model, code }) => {
    const checked = await checkModelsOf([{ id: 'a', weight: 0.5, ...model }, sound('b', 0.5)]);
    expect(codes(checked)).toEqual({ a: code, b: 'ok' });
    // The engine counts its weight as missing.
    expect(specsOf(checked.registry)).toHaveLength(2);
  });

  it('that sleeps 5 s is refused with MODEL_TIMEOUT, and the other is taken', async () => {
    const bytes = slowModel(WIDTH, await turnsFor(5000));
    const checked = await checkModelsOf([{ id: 'a', weight: 0.5, bytes }, sound('b', 0.5)]);
    expect(codes(checked)).toEqual({ a: 'MODEL_TIMEOUT', b: 'ok' });
  });

  it('is refused with its whole set when weights do not add up to 1, and another symbol is not', async () => {
    const other = { ...sound('eth', 1), symbol: 'ETH/USDT' };
    const checked = await checkModelsOf([sound('a', 0.5), sound('b', 0.49), other]);
    expect(codes(checked)).toEqual({ a: 'WEIGHTS_SUM', b: 'WEIGHTS_SUM', eth: 'ok' });
    expect(specsOf(checked.registry).map(({ id }) => id)).toEqual(['eth']);
  });

  it('allows for the rounding of sums', async () => {
    const weights = [0.3, 0.25, 0.2, 0.15, 0.1];
    const checked = await checkModelsOf(weights.map((weight, place) => sound(`m${place}`, weight)));
    expect(new Set(Object.values(codes(checked)))).toEqual(new Set(['ok']));
  });
});

describe('a manifest', () => {
  const open = (shippedFolder: string, dataDir: string): Promise<CheckedModels> =>
    openModels({ dataDir, shippedFolder, features: testFeatures, wall: wallOf() });

  it('may be missing: then there are no models, and a sentence says so', async () => {
    const folder = tempFolder();
    const { registry, worker } = await open(folder, folder);
    expect(registry.models).toEqual([]);
    expect(registry.remarks.join()).toContain('there are no models');
    expect(worker).toBeUndefined();
  });

  it.each([
    { what: 'that is not JSON', text: '{', says: 'expected JSON' },
    { what: 'of another version', text: '{"version":2,"models":[]}', says: 'version' },
    { what: 'with an unknown key', text: '{"version":1,"models":[],"modles":[]}', says: 'unknown key "modles"' },
    { what: 'with an entry of nothing', text: '{"version":1,"models":[{}]}', says: 'id: missing' },
  ])('$what is a problem, not an end', async ({ text, says }) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'manifest.json'), text);
    const { registry } = await open(folder, join(folder, 'data'));
    expect(registry.models).toEqual([]);
    expect(registry.problems.join('\n')).toContain(says);
  });

  it('of the user takes the place of the shipped models of its symbol', async () => {
    const [shipped, dataDir] = [tempFolder(), tempFolder()];
    writeModels(shipped, [sound('a', 1), { ...sound('eth', 1), symbol: 'ETH/USDT' }]);
    mkdirSync(join(dataDir, 'models'));
    writeModels(join(dataDir, 'models'), [sound('mine', 1)]);
    const checked = await open(shipped, dataDir);
    await checked.worker?.stop();
    expect(codes(checked)).toEqual({ mine: 'ok', eth: 'ok' });
    expect(checked.registry.models.map(({ origin }) => origin)).toEqual(['own', 'shipped']);
    expect(checked.registry.remarks).toEqual(['your models of BTC/USDT take the place of the shipped ones']);
  });
});
