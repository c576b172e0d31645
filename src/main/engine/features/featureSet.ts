// The feature sets that exist, by id, and the hash that a model is bound to one by.
import { encode, type Sha256 } from '../kernel/canonical.ts';
import { CORE_1 } from './core1/core1.ts';
import type { Feature } from './feature.ts';

export interface FeatureSet {
  readonly id: string;
  /** Goes up whenever a value changes that neither a name nor a definition tells of. */
  readonly version: number;
  readonly features: readonly Feature[];
  /** Candles that a vector looks back at. */
  readonly lookback: number;
}

export const FEATURE_SETS: readonly FeatureSet[] = [CORE_1];

export const findFeatureSet = (id: string): FeatureSet | undefined => FEATURE_SETS.find((set) => set.id === id);

/** Hex sha256 over id, version, lookback and each feature's name, definition (with its parameters) and unit, in their order. */
export const featureSetHash = ({ id, version, features, lookback }: FeatureSet, sha256: Sha256): string =>
  sha256(
    encode({ id, version, lookback, features: features.map(({ name, definition, unit }) => [name, definition, unit]) }),
  );
