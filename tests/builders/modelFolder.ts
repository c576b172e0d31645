// A folder of test models with their manifest, as the training writes one.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestEntry } from '../../src/main/inference/manifest.ts';
import type { FeatureLookup } from '../../src/main/inference/modelRegistry.ts';
import { linearModel } from './onnxModel.ts';

export const WIDTH = 4;
export const FEATURE_SET = 'test-1';
export const FEATURE_HASH = 'f'.repeat(64);

export const testFeatures: FeatureLookup = {
  hashOf: (id) => (id === FEATURE_SET ? FEATURE_HASH : undefined),
  widthOf: (id) => (id === FEATURE_SET ? WIDTH : undefined),
};

const shares = { sell: 0.3, hold: 0.4, buy: 0.3 };
const span = { from: 1_600_000_000_000, to: 1_700_000_000_000, rows: 1000, classShares: shares };
const scores = { brier: 0.6, brierHigh: 0.62, ece: 0.01, eceHigh: 0.02 };

/** What differs from a sound entry; `bytes` are the file's. */
export type TestModel = Partial<ManifestEntry> & { readonly id: string; readonly bytes?: Uint8Array };

export function anEntry({ bytes = linearModel({ width: WIDTH }), ...changes }: TestModel): ManifestEntry {
  return {
    name: `Test ${changes.id}`,
    file: `${changes.id}.onnx`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    algorithm: 'xgboost',
    symbol: 'BTC/USDT',
    timeframe: '15m',
    weight: 1,
    featureSet: FEATURE_SET,
    featureHash: FEATURE_HASH,
    classes: ['SELL', 'HOLD', 'BUY'],
    calibration: { kind: 'temperature', temperature: 1.3, description: 'Scores divided by 1.3.' },
    barriers: { horizonCandles: 32, upMultiple: 1.2, downMultiple: 0.8, halfLifeCandles: 96 },
    training: span,
    holdout: {
      ...{ ...span, ...scores, logLoss: 1, priorLogLoss: 1.1, priorBrier: 0.65, brierLow: 0.58, eceLow: 0.005 },
      ...{ auc: { sell: 0.6, hold: 0.6, buy: 0.6 }, directionalAuc: 0.55 },
      reliability: [{ predicted: 0.1, observed: 0.12, count: 100 }],
    },
    reference: { ...scores, deciles: Array.from({ length: WIDTH }, () => [1, 2, 3, 4, 5, 6, 7, 8, 9]) },
    created: '2026-01-01',
    card: `${changes.id}.md`,
    ...changes,
  };
}

/** Writes models, cards and manifest into `folder`. */
export function writeModels(folder: string, models: readonly TestModel[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { bytes = linearModel({ width: WIDTH }), ...model } of models) {
    const { file, card, name } = anEntry(model);
    writeFileSync(join(folder, file), bytes);
    writeFileSync(join(folder, card), `# ${name}\n`);
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: 1, models: models.map(anEntry) }));
}
