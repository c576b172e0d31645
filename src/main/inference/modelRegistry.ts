// The models that this program may ask: listed by the manifests, checked one by one, and refused with a code where a check
// fails. A refused model is left out visibly; everything else starts.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { need } from '../../shared/assert.ts';
import type { ModelId } from '../../shared/domain/ids.ts';
import type { ModelSpec } from '../../shared/domain/model.ts';
import { programFile } from '../config/paths.ts';
import { type ManifestEntry, toModelSpec } from './manifest.ts';
import type { InferenceWall, ModelRefusal, ModelRefusalCode } from './ports.ts';
import { checkModels } from './registry/checkModels.ts';
import { type ListedModel, type ListedModels, listModels, type ModelOrigin } from './registry/modelSets.ts';
import type { ModelFile } from './worker/modelSession.ts';
import { type InferenceThread, type ModelWorker, startInferenceThread } from './worker/modelWorker.ts';

/** What the program knows of its feature sets. */
export interface FeatureLookup {
  readonly hashOf: (id: string) => string | undefined;
  /** Features in a vector. */
  readonly widthOf: (id: string) => number | undefined;
}

export interface RegisteredModel {
  readonly spec: ModelSpec;
  readonly entry: ManifestEntry;
  readonly origin: ModelOrigin;
  /** Absolute paths of the model and its card. */
  readonly file: string;
  readonly card: string;
  readonly checks: readonly ModelCheck[];
  readonly refusal?: ModelRefusal | undefined;
}

export interface ModelCheck {
  readonly check: string;
  /** Skipped: an earlier one failed. */
  readonly status: 'pass' | 'fail' | 'skipped';
}

export interface ModelRegistry {
  readonly models: readonly RegisteredModel[];
  /** Manifests and entries that could not be read; each is a MANIFEST_INVALID. */
  readonly problems: readonly string[];
  /** For people: no models at all, shipped ones replaced. */
  readonly remarks: readonly string[];
}

export interface RegistryOptions {
  /** The user's own models are in its folder `models`. */
  readonly dataDir: string;
  readonly features: FeatureLookup;
  readonly wall: InferenceWall;
  /** Of the models that come with the program. */
  readonly shippedFolder?: string;
  readonly startThread?: () => InferenceThread;
}

/** A registry with the worker that its checks were made in, for the predictor to go on with. */
export interface CheckedModels {
  readonly registry: ModelRegistry;
  readonly files: readonly ModelFile[];
  readonly worker: ModelWorker | undefined;
}

/** Every model of the manifests; nothing is opened or checked. */
export function readModelRegistry({
  dataDir,
  shippedFolder = programFile('resources/models'),
}: ReadOptions): ListedModels {
  return listModels([
    { origin: 'own', folder: join(dataDir, 'models') },
    { origin: 'shipped', folder: shippedFolder },
  ]);
}

type ReadOptions = Pick<RegistryOptions, 'dataDir' | 'shippedFolder'>;

/** Checks everything. Rejects only on a fault of ours: what is wrong with a model is its refusal. */
export async function openModels(options: RegistryOptions): Promise<CheckedModels> {
  const { features, wall, startThread = startInferenceThread } = options;
  const listed = readModelRegistry(options);
  const models = listed.models.map((model) => ({
    ...model,
    refusal: model.refusal ?? featureProblem(model, features),
  }));
  const files = models
    .filter(({ refusal }) => refusal === undefined)
    .map(({ entry, folder }) => fileOf(entry, folder, features))
    // The largest first: the memory that reading it takes is free again for the others.
    .sort((left, right) => right.bytes - left.bytes);
  const { refusals, worker } = await checkModels(files, { startThread, wall });
  const registered = models.map((model) => register(model, model.refusal ?? refusals.get(model.entry.id)));
  const { problems, remarks } = listed;
  return {
    registry: { models: registered, problems, remarks },
    files: files.filter(({ model }) => !refusals.has(model)),
    worker,
  };
}

/** The models that the engine counts with: also refused ones, whose votes are missing; not those whose weights would lie. */
export const specsOf = ({ models }: ModelRegistry): readonly ModelSpec[] =>
  models
    .filter(({ refusal }) => refusal?.code !== 'WEIGHTS_SUM' && refusal?.code !== 'MANIFEST_INVALID')
    .map(({ spec }) => spec);

function featureProblem({ entry }: ListedModel, features: FeatureLookup): ModelRefusal | undefined {
  const { featureSet, featureHash, reference } = entry;
  const code = 'FEATURES_MISMATCH';
  const hash = features.hashOf(featureSet);
  if (hash === undefined) return { code, detail: `this program has no feature set ${featureSet}` };
  if (hash !== featureHash) {
    return { code, detail: `trained on ${featureSet} with hash ${featureHash}, this program computes ${hash}` };
  }
  const width = features.widthOf(featureSet) ?? 0;
  if (reference.deciles.length === width) return undefined;
  return { code, detail: `expected deciles of ${width} features, found ${reference.deciles.length}` };
}

interface SizedFile extends ModelFile {
  readonly bytes: number;
}

function fileOf({ id, file, sha256, featureSet }: ManifestEntry, folder: string, features: FeatureLookup): SizedFile {
  const path = join(folder, file);
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return { model: id, path, sha256, width: need(features.widthOf(featureSet), 'the width of', featureSet), bytes };
}

function register({ entry, origin, folder }: ListedModel, refusal: ModelRefusal | undefined): RegisteredModel {
  const { file, card } = entry;
  const paths = { file: join(folder, file), card: join(folder, card) };
  return { spec: toModelSpec(entry), entry, origin, ...paths, checks: checksOf(refusal?.code), refusal };
}

/** In the order they are made, each with the codes that say it failed. */
const CHECKS: readonly { readonly check: string; readonly codes: readonly ModelRefusalCode[] }[] = [
  { check: 'manifest', codes: ['MANIFEST_INVALID'] },
  { check: 'weights', codes: ['WEIGHTS_SUM'] },
  { check: 'features', codes: ['FEATURES_MISMATCH'] },
  { check: 'file', codes: ['FILE_MISSING'] },
  { check: 'sha256', codes: ['HASH_MISMATCH'] },
  { check: 'load', codes: ['LOAD_FAILED'] },
  { check: 'input', codes: ['WIDTH_MISMATCH'] },
  { check: 'output', codes: ['OUTPUT_MISMATCH'] },
  { check: 'self-check', codes: ['PROBABILITIES_INVALID', 'MODEL_TIMEOUT', 'WORKER_LOST'] },
];

function checksOf(code: ModelRefusalCode | undefined): readonly ModelCheck[] {
  const failed = CHECKS.findIndex(({ codes }) => code !== undefined && codes.includes(code));
  return CHECKS.map(({ check }, place) => ({
    check,
    status: failed < 0 || place < failed ? 'pass' : place === failed ? 'fail' : 'skipped',
  }));
}

/** The refusal of a model, as one sentence. */
export const refusalText = (model: ModelId, { code, detail }: ModelRefusal): string => `${model}: ${code}, ${detail}`;
