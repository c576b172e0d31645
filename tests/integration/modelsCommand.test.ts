// The models commands over a data folder with models of its own.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateCandles } from '../../src/main/engine/paper/simulator/marketSimulator.ts';
import { openModels } from '../../src/main/inference/modelRegistry.ts';
import { createPredictor } from '../../src/main/inference/onnxPredictor.ts';
import { programFeatures } from '../../src/main/inference/programFeatures.ts';
import { writeCandleFile } from '../../src/main/store/candleFiles/writeCandleFile.ts';
import { need } from '../../src/shared/assert.ts';
import { toEpochMs, toModelId, toSymbolId } from '../../src/shared/domain/ids.ts';
import { SILENT, wallOf } from '../builders/inferenceRun.ts';
import { type TestModel, writeModels } from '../builders/modelFolder.ts';
import { constantModel, treeModel } from '../builders/onnxModel.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { runCli } from './runCli.ts';

const SET = 'core-1';
const width = need(programFeatures.widthOf(SET), 'the width of', SET);
const deciles = Array.from({ length: width }, () => [1, 2, 3, 4, 5, 6, 7, 8, 9]);

const aModel = (id: string, changes: Partial<TestModel> = {}): TestModel => ({
  ...{ id, bytes: treeModel({ width, trees: 30, depth: 4, seed: id.length }), weight: 0.5 },
  ...{ featureSet: SET, featureHash: need(programFeatures.hashOf(SET), 'the hash of', SET) },
  reference: { brier: 0.6, brierHigh: 0.62, ece: 0.01, eceHigh: 0.02, deciles },
  ...changes,
});

function aDataFolder(models: readonly TestModel[]): string {
  const dataDir = tempFolder();
  writeModels(join(dataDir, 'models'), models);
  return dataDir;
}

interface Verified {
  readonly ok: boolean;
  readonly models: readonly { readonly id: string; readonly ok: boolean; readonly code: string | null }[];
}

describe('models verify', () => {
  it('ends with 0 when every model is sound', async () => {
    const { code, stdout } = await runCli([
      '--data-dir',
      aDataFolder([aModel('one'), aModel('three')]),
      '--json',
      'models',
      'verify',
    ]);
    const { ok, models } = JSON.parse(stdout) as Verified;
    expect({ code, ok, models: models.map(({ id, ok: isSound }) => [id, isSound]) }).toEqual({
      ...{ code: 0, ok: true },
      models: [
        ['one', true],
        ['three', true],
      ],
    });
  });

  it('ends with 1 and the code of each refused model', async () => {
    const dataDir = aDataFolder([aModel('one'), aModel('three', { bytes: constantModel(width, [NaN, 0, 1]) })]);
    const { code, stdout, stderr } = await runCli(['--data-dir', dataDir, 'models', 'verify']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^one .* sound/m);
    expect(stdout).toMatch(/^three .* PROBABILITIES_INVALID .*NaN/m);
  });

  it('ends with 1 when the manifest cannot be read', async () => {
    const dataDir = aDataFolder([]);
    writeFileSync(join(dataDir, 'models', 'manifest.json'), '{ "version": 1 }');
    const { code, stdout } = await runCli(['--data-dir', dataDir, 'models', 'verify']);
    expect(code).toBe(1);
    expect(stdout).toContain('models: missing');
  });

  it('leaves no trace of the runtime on the disk', async () => {
    // Without the variable it writes .onnxruntime/deviceid, onnxruntime.db, .ses and mat-debug-*.log below these folders.
    const home = tempFolder();
    const env = { HOME: home, TMPDIR: home, XDG_CACHE_HOME: join(home, 'cache'), TEMP: home, LOCALAPPDATA: home };
    const { code } = await runCli(['--data-dir', aDataFolder([aModel('one', { weight: 1 })]), 'models', 'verify'], {
      env,
      cwd: home,
    });
    expect(code).toBe(0);
    const written = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(written.filter((path) => !path.startsWith(join(home, 'cache', 'foredeck')))).toEqual([]);
  });
});

describe('models list and card', () => {
  it('list shows weight and skill of each', async () => {
    const { code, stdout } = await runCli([
      '--data-dir',
      aDataFolder([aModel('one'), aModel('three')]),
      '--json',
      'models',
      'list',
    ]);
    expect(code).toBe(0);
    const { models } = JSON.parse(stdout) as { readonly models: readonly unknown[] };
    expect(models[0]).toMatchObject({ id: 'one', weight: 0.5, logLoss: 1, priorLogLoss: 1.1, origin: 'own' });
  });

  it('card prints the Markdown', async () => {
    const dataDir = aDataFolder([aModel('one', { weight: 1 })]);
    expect(await runCli(['--data-dir', dataDir, 'models', 'card', 'one'])).toEqual({
      ...{ code: 0, stdout: '# Test one\n', stderr: '' },
    });
    const unknown = await runCli(['--data-dir', dataDir, 'models', 'card', 'onee']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('there is no model "onee"; did you mean "one"?');
  });
});

describe('models predict', () => {
  const symbol = toSymbolId('BTC/USDT');
  let candles = '';

  beforeAll(async () => {
    candles = join(mkdtempSync(join(tmpdir(), 'foredeck-')), 'binance_BTCUSDT_1h.csv');
    const from = toEpochMs(Date.UTC(2024, 0, 1));
    const world = simulateCandles({ seed: 'predict', symbols: [symbol], from, timeframe: '1h', count: 3000 });
    await writeCandleFile(candles, need(world.get(symbol), 'the candles of', symbol));
  });
  afterAll(() => rmSync(dirname(candles), { recursive: true }));

  /** With a sound model and one that answers no probabilities. */
  const oneAndBad = (): { readonly dataDir: string; readonly out: string } => {
    const bad = aModel('bad', { timeframe: '1h', bytes: constantModel(width, [0.5, 0.5, 0.5]) });
    const dataDir = aDataFolder([aModel('one', { timeframe: '1h' }), bad]);
    return { dataDir, out: join(dataDir, 'out.csv') };
  };

  const cellsOf = (file: string): readonly (readonly string[])[] =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));

  it.each(['1h', '4h'] as const)(
    'says of the features of each %s candle what a single question is answered',
    async (timeframe) => {
      const dataDir = aDataFolder([aModel('one', { timeframe }), aModel('three', { timeframe })]);
      const [out, features] = [join(dataDir, 'out.csv'), join(dataDir, 'features.csv')];
      const predicted = await runCli([
        ...['--data-dir', dataDir, '--json', 'models', 'predict'],
        '--candles',
        candles,
        '--timeframe',
        timeframe,
        '--out',
        out,
      ]);
      expect(predicted.code).toBe(0);
      await runCli(['features', 'export', '--candles', candles, '--timeframe', timeframe, '--out', features]);
      const [head, ...rows] = cellsOf(out);
      expect(head).toEqual(['timestamp', 'one_sell', 'one_hold', 'one_buy', 'three_sell', 'three_hold', 'three_buy']);
      const vectors = cellsOf(features)
        .slice(1)
        .filter((row) => row[1] !== '');
      expect(rows.map(([timestamp]) => timestamp)).toEqual(vectors.map(([timestamp]) => timestamp));
      expect(rows.length).toBeGreaterThan(100);

      const options = { dataDir, features: programFeatures, wall: wallOf() };
      const predictor = createPredictor({ models: await openModels(options), wall: wallOf(), log: SILENT });
      for (const place of [0, 1, 50, rows.length - 1]) {
        const vector = Float32Array.from(vectors[place]?.slice(1).map(Number) ?? []);
        for (const [model, from] of [
          ['one', 1],
          ['three', 4],
        ] as const) {
          const single = await predictor.predictBatch(toModelId(model), vector.slice());
          expect(Float32Array.from(rows[place]?.slice(from, from + 3).map(Number) ?? [])).toEqual(single);
        }
      }
      await predictor.close();
    },
  );

  it.each([
    { what: 'a timeframe without models', args: ['--timeframe', '1d'], says: 'there is no model of 1d candles to ask' },
    { what: 'a refused model', args: ['--timeframe', '1h', '--model', 'bad'], says: 'bad: PROBABILITIES_INVALID' },
    {
      what: 'a model of another timeframe',
      args: ['--timeframe', '4h', '--model', 'one'],
      says: 'one is a model of 1h candles, asked for 4h',
    },
    { what: 'an unknown model', args: ['--timeframe', '1h', '--model', 'two'], says: 'there is no model "two"' },
  ])('refuses $what', async ({ args, says }) => {
    const { dataDir, out } = oneAndBad();
    const { code, stderr } = await runCli([
      '--data-dir',
      dataDir,
      'models',
      'predict',
      '--candles',
      candles,
      '--out',
      out,
      ...args,
    ]);
    expect({ code, says: stderr.includes(says) ? says : stderr }).toEqual({ code: 2, says });
  });

  it('leaves a refused model out and says so', async () => {
    const { dataDir, out } = oneAndBad();
    const { code, stderr } = await runCli([
      '--data-dir',
      dataDir,
      'models',
      'predict',
      '--candles',
      candles,
      '--timeframe',
      '1h',
      '--out',
      out,
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('left out: bad: PROBABILITIES_INVALID');
    expect(cellsOf(out)[0]).toHaveLength(4);
  });
});
