// The models that ship belong to the feature set of this program, and their manifest and cards to them.
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultBarriers } from '../../../src/main/engine/features/barrierLabels.ts';
import { featureSetHash, findFeatureSet } from '../../../src/main/engine/features/featureSet.ts';
import { need } from '../../../src/shared/assert.ts';
import type { Timeframe } from '../../../src/shared/time.ts';

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
  readonly timeframe: Timeframe;
  readonly weight: number;
  readonly featureSet: string;
  readonly featureHash: string;
  readonly barriers: object;
  readonly holdout: { readonly logLoss: number; readonly priorLogLoss: number; readonly brierHigh: number };
  readonly reference: { readonly deciles: readonly (readonly number[])[] };
  readonly card: string;
}

const folder = resolve(import.meta.dirname, '../../../resources/models');
const read = (name: string): Buffer => readFileSync(resolve(folder, name));
const { models } = JSON.parse(read('manifest.json').toString()) as { readonly models: readonly Entry[] };

describe('the shipped models', () => {
  it('are five, and their weights add up', () => {
    expect(models.map(({ name, weight }) => [name, weight])).toEqual([
      ['XGBoost 15m', 0.3],
      ['XGBoost 1h', 0.25],
      ['Random forest 4h', 0.2],
      ['XGBoost 4h', 0.15],
      ['LightGBM 4h', 0.1],
    ]);
    expect(Math.abs(models.reduce((sum, { weight }) => sum + weight, 0) - 1)).toBeLessThan(1e-9);
  });

  it.each(models)('$id is the file of its entry, small, and of a feature set that exists as it was', (entry) => {
    const file = read(entry.file);
    expect(hash('sha256', file)).toBe(entry.sha256);
    expect(file.length).toBeLessThanOrEqual(5_000_000);
    const set = need(findFeatureSet(entry.featureSet), entry.featureSet);
    expect(entry.featureHash).toBe(featureSetHash(set, (text) => hash('sha256', text)));
    expect(entry.reference.deciles.map((edges) => edges.length)).toEqual(set.features.map(() => 9));
    expect(entry.barriers).toEqual(defaultBarriers(entry.timeframe));
  });

  it.each(models)('$id has a card with its figures, its limits and no promise', ({ card, holdout, name }) => {
    const text = read(card).toString();
    expect(text).toMatch(new RegExp(`^# ${name}$`, 'm'));
    for (const figure of [holdout.logLoss, holdout.priorLogLoss]) expect(text).toContain(figure.toFixed(4));
    for (const part of ['## Known limits', 'class prior', 'directional AUC', 'None of this promises profit']) {
      expect(text).toContain(part);
    }
  });
});
