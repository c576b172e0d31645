// The work of `features list`: every feature set, feature by feature.
import { hash } from 'node:crypto';
import type { Output } from '../../config/commandContext.ts';
import { FEATURE_SETS, featureSetHash } from '../../engine/features/featureSet.ts';
import { textTable } from '../textTable.ts';

const sha256 = (text: string): string => hash('sha256', text);

export function listFeatures(out: Output): 0 {
  const sets = FEATURE_SETS.map((set) => ({
    id: set.id,
    version: set.version,
    hash: featureSetHash(set, sha256),
    lookback: set.lookback,
    features: set.features.map(({ name, definition, unit }) => ({ name, definition, unit })),
  }));
  out.answer({ sets }, () =>
    sets
      .map(({ id, version, hash: setHash, lookback, features }) =>
        [
          `${id} version ${version}: ${features.length} features of the last ${lookback} candles; sigma is the volatility of one candle`,
          `sha256 ${setHash}`,
          textTable(
            ['name', 'unit', 'definition'],
            features.map(({ name, unit, definition }) => [name, unit, definition]),
          ),
        ].join('\n'),
      )
      .join('\n\n'),
  );
  return 0;
}
