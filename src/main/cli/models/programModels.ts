// The models as the commands see them: shipped ones and those of the data folder, checked against this program's features.
import type { TerminalContext } from '../../config/commandContext.ts';
import { AppError } from '../../../shared/errors.ts';
import { didYouMean } from '../../../shared/nearest.ts';
import { nodeWall } from '../../app/nodeWall.ts';
import { type CheckedModels, openModels, type RegisteredModel } from '../../inference/modelRegistry.ts';
import { programFeatures } from '../../inference/programFeatures.ts';

/** Every model, opened and asked once. Whoever calls it ends the worker. */
export const openProgramModels = ({ dataDir }: Pick<TerminalContext, 'dataDir'>): Promise<CheckedModels> =>
  openModels({ dataDir, features: programFeatures, wall: nodeWall });

/** The one with this id; throws `AppError` NOT_FOUND. */
export function modelNamed<T extends Pick<RegisteredModel, 'entry'>>(models: readonly T[], id: string): T {
  const found = models.find(({ entry }) => entry.id === id);
  if (found !== undefined) return found;
  const ids = models.map(({ entry }) => entry.id);
  const known = ids.length === 0 ? 'there are no models' : `known are ${ids.join(', ')}`;
  throw new AppError('NOT_FOUND', `there is no model "${id}"${didYouMean(id, ids)}; ${known}`);
}
