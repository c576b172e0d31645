import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CORE_1 } from '../../../../src/main/engine/features/core1/core1.ts';
import {
  FEATURE_SETS,
  type FeatureSet,
  featureSetHash,
  findFeatureSet,
} from '../../../../src/main/engine/features/featureSet.ts';

const sha256 = (text: string): string => hash('sha256', text);
const [first, second, ...others] = CORE_1.features as [FeatureSet['features'][0], FeatureSet['features'][0]];

describe('feature sets', () => {
  it('are found by their id', () => {
    expect(findFeatureSet('core-1')).toBe(CORE_1);
    expect(findFeatureSet('core-0')).toBeUndefined();
  });

  it('have 40 to 80 features of different names, each with a definition of one line and a unit', () => {
    for (const { features } of FEATURE_SETS) {
      expect(features.length).toBeGreaterThanOrEqual(40);
      expect(features.length).toBeLessThanOrEqual(80);
      expect(new Set(features.map(({ name }) => name)).size).toBe(features.length);
      for (const { name, definition, unit } of features) {
        expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(definition).toMatch(/^[^\n]{5,140}$/);
        expect(unit).not.toBe('');
      }
    }
  });

  it.each<[string, FeatureSet]>([
    ['order', { ...CORE_1, features: [second, first, ...others] }],
    ['name', { ...CORE_1, features: [{ ...first, name: 'ret_3' }, second, ...others] }],
    ['parameter', { ...CORE_1, features: [{ ...first, definition: 'another span' }, second, ...others] }],
    ['length', { ...CORE_1, features: [first, second] }],
    ['look-back', { ...CORE_1, lookback: 300 }],
    ['version', { ...CORE_1, version: 2 }],
  ])('change their hash with every %s', (_what, changed) => {
    expect(featureSetHash(CORE_1, sha256)).toMatch(/^[0-9a-f]{64}$/);
    expect(featureSetHash(changed, sha256)).not.toBe(featureSetHash(CORE_1, sha256));
  });
});
