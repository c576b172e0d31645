// The feature sets of this program, as the registry asks for them.
import { hash } from 'node:crypto';
import { featureSetHash, findFeatureSet } from '../engine/features/featureSet.ts';
import type { FeatureLookup } from './modelRegistry.ts';

export const programFeatures: FeatureLookup = {
  hashOf: (id) => {
    const set = findFeatureSet(id);
    return set === undefined ? undefined : featureSetHash(set, (text) => hash('sha256', text));
  },
  widthOf: (id) => findFeatureSet(id)?.features.length,
};
