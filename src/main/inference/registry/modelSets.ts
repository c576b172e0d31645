// Which models there are: the shipped manifest and the user's. The models of one symbol are one set with one sum of weights;
// a set of the user's takes the place of the shipped set of its symbol.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemText } from '../../../shared/result.ts';
import { systemErrorText } from '../../config/systemError.ts';
import { type ManifestEntry, parseManifest } from '../manifest.ts';
import type { ModelRefusal } from '../ports.ts';

/** With the program, or from the user's folder. */
export type ModelOrigin = 'shipped' | 'own';

export interface ListedModel {
  readonly entry: ManifestEntry;
  readonly origin: ModelOrigin;
  readonly folder: string;
  readonly refusal?: ModelRefusal | undefined;
}

export interface ListedModels {
  readonly models: readonly ListedModel[];
  /** What is left out without an entry of its own, as sentences. */
  readonly problems: readonly string[];
  readonly remarks: readonly string[];
}

const WEIGHTS_TOLERANCE = 1e-9;

/** `origin` and folder, the user's first. */
export function listModels(
  folders: readonly { readonly origin: ModelOrigin; readonly folder: string }[],
): ListedModels {
  const problems: string[] = [];
  const remarks: string[] = [];
  const models: ListedModel[] = [];
  const taken = new Set<string>();
  for (const { origin, folder } of folders) {
    const file = join(folder, 'manifest.json');
    if (!existsSync(file)) continue;
    const entries = readEntries(file, problems);
    const replaced = new Set(entries.map(({ symbol }) => symbol).filter((symbol) => taken.has(symbol)));
    for (const symbol of replaced) remarks.push(`your models of ${symbol} take the place of the shipped ones`);
    const listed = entries
      .filter(({ symbol }) => !replaced.has(symbol))
      .map((entry) => ({ entry, origin, folder, ...idProblem(entry, models) }));
    models.push(...withWeights(listed));
    for (const { symbol } of entries) taken.add(symbol);
  }
  if (models.length === 0 && problems.length === 0) {
    remarks.push(`there are no models: ${folders.map(({ folder }) => folder).join(' and ')} have no manifest.json`);
  }
  return { models, problems, remarks };
}

function readEntries(file: string, problems: string[]): readonly ManifestEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    problems.push(systemErrorText(error, file));
    return [];
  }
  const parsed = parseManifest(text, file);
  if (!parsed.ok) {
    problems.push(...parsed.error.map(problemText));
    return [];
  }
  const entries: ManifestEntry[] = [];
  for (const line of parsed.value) {
    if (!line.ok) problems.push(...line.error.map(problemText));
    else if (entries.some(({ id }) => id === line.value.id)) problems.push(`${file}: ${line.value.id} is there twice`);
    else entries.push(line.value);
  }
  return entries;
}

const idProblem = ({ id }: ManifestEntry, before: readonly ListedModel[]): { readonly refusal?: ModelRefusal } =>
  before.some(({ entry }) => entry.id === id)
    ? { refusal: { code: 'MANIFEST_INVALID', detail: `the id ${id} is taken by one of your own models` } }
    : {};

/** A consensus over weights that do not add up to 1 would lie, so their whole set is refused. */
function withWeights(models: readonly ListedModel[]): readonly ListedModel[] {
  const sums = new Map<string, number>();
  for (const { entry } of models) sums.set(entry.symbol, (sums.get(entry.symbol) ?? 0) + entry.weight);
  return models.map((model) => {
    const { symbol } = model.entry;
    const sum = sums.get(symbol) ?? 0;
    if (model.refusal !== undefined || Math.abs(sum - 1) <= WEIGHTS_TOLERANCE) return model;
    const found = Number(sum.toPrecision(12));
    const detail = `expected weights of the models of ${symbol} that add up to 1, found ${found}`;
    return { ...model, refusal: { code: 'WEIGHTS_SUM', detail } };
  });
}
