// The models that took part in a backtest, in one line: each with the beginning of its file's hash.
import type { ModelSpec } from '../../../shared/domain/model.ts';

const HASH_LENGTH = 12;

export const modelsText = (models: readonly ModelSpec[]): string =>
  `Models: ${[...new Set(models.map(({ id, modelHash }) => `${id} (${modelHash.slice(0, HASH_LENGTH)})`))].join(', ')}`;
