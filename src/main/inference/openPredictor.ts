// The models of this program, checked, and the predictor that asks them: opened once per process.
import type { SymbolId } from '../../shared/domain/ids.ts';
import type { ModelSpec } from '../../shared/domain/model.ts';
import { isBuiltFrom, type Timeframe } from '../../shared/time.ts';
import { marketOf } from '../config/namedStrategy.ts';
import type { Logger } from '../logging/logger.ts';
import { type CheckedModels, type ModelRegistry, openModels, refusalText, specsOf } from './modelRegistry.ts';
import { createPredictor } from './onnxPredictor.ts';
import type { InferenceWall, Predictor } from './ports.ts';
import { programFeatures } from './programFeatures.ts';

export interface OpenedModels {
  readonly registry: ModelRegistry;
  readonly predictor: Predictor;
  /** All that count in a consensus; the votes of refused ones are missing there. */
  readonly specs: readonly ModelSpec[];
  /** For people: what is left out, and why. */
  readonly remarks: readonly string[];
}

export interface OpenOptions {
  readonly dataDir: string;
  readonly wall: InferenceWall;
  readonly log: Logger;
  /** False: no model is read. */
  readonly isEnabled: boolean;
}

const NO_MODELS: CheckedModels = {
  registry: { models: [], problems: [], remarks: ['no model is loaded: models.enabled is false'] },
  files: [],
  worker: undefined,
};

/** Rejects only on a fault of ours: what is wrong with a model is a remark. `predictor.close()` lets everything go. */
export async function openPredictor({ dataDir, wall, log, isEnabled }: OpenOptions): Promise<OpenedModels> {
  const models = isEnabled ? await openModels({ dataDir, features: programFeatures, wall }) : NO_MODELS;
  const { registry } = models;
  const refused = registry.models.flatMap(({ spec, refusal }) =>
    refusal === undefined ? [] : [`model ${refusalText(spec.id, refusal)}`],
  );
  return {
    registry,
    predictor: createPredictor({ models, wall, log }),
    specs: specsOf(registry),
    remarks: [...registry.problems, ...registry.remarks, ...refused],
  };
}

/**
 * The models that speak for the symbols of a connection: those of a spot market speak for its contract too, as strategies trade it.
 * `remarks`: models whose candles cannot be built there.
 */
export function modelsFor(
  specs: readonly ModelSpec[],
  symbols: readonly SymbolId[],
  base: Timeframe,
): { readonly models: readonly ModelSpec[]; readonly remarks: readonly string[] } {
  const buildable = specs.filter(({ timeframe }) => isBuiltFrom(timeframe, base));
  const models = symbols.flatMap((symbol) =>
    buildable
      .filter((spec) => spec.symbol === symbol || spec.symbol === marketOf(symbol))
      .map((spec) => ({ ...spec, symbol })),
  );
  const remarks = specs
    .filter((spec) => !buildable.includes(spec))
    .map(({ id, timeframe }) => `model ${id} needs ${timeframe} candles, which ${base} candles cannot build`);
  return { models, remarks };
}
