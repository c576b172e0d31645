// The effective configuration: schema defaults <- user file <- environment <- command line, checked and frozen.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Config, configSchema } from '../../shared/config/schema.ts';
import { fail, ok, type Problem, type Result } from '../../shared/result.ts';
import { configProblems } from './configProblems.ts';
import { schemaTree, settingsOf } from './schemaKeys.ts';
import { dotted, type KeyProblem, schemaProblems, unknownKey } from './schemaProblems.ts';
import { systemErrorText } from './systemError.ts';
import { type KeyPath, parseYaml } from './yamlText.ts';
import { didYouMean } from '../../shared/nearest.ts';

export interface ConfigSources {
  /** The user's file; it must exist. */
  readonly file?: string;
  /** In place of what the file holds now: what is about to be written to it. */
  readonly fileText?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From the command line: `risk.maxDailyLossPct=3`. */
  readonly assignments: readonly string[];
}

export interface LoadedConfig {
  /** Deeply frozen. */
  readonly config: Config;
  /** Dotted key -> where its value was set; keys at their default are absent. */
  readonly origins: ReadonlyMap<string, Problem>;
}

/** One source of values. */
interface Layer {
  readonly value: Tree;
  readonly placeOf: (path: KeyPath) => Omit<Problem, 'message'>;
}

type Tree = Readonly<Record<string, unknown>>;
type Layers = Result<readonly Layer[], readonly Problem[]>;

export const configTree = schemaTree(configSchema);
const settings = settingsOf(configTree);
const sections = new Set(settings.map(({ path }) => path[0] as string));

/** The configuration, or every problem of every source. */
export function loadConfig(sources: ConfigSources): Result<LoadedConfig, readonly Problem[]> {
  const read: readonly Layers[] = [
    fileLayer(sources),
    environmentLayers(sources.env),
    assignmentLayers(sources.assignments),
  ];
  const layers = read.flatMap((result) => (result.ok ? result.value : []));
  const merged = layers.map(({ value }) => value).reduce(merge, {});
  const parsed = configSchema.safeParse(merged);
  const found = parsed.success ? configProblems(parsed.data) : schemaProblems(parsed.error.issues, merged, configTree);
  const problems = [
    ...read.flatMap((result) => (result.ok ? [] : result.error)),
    ...found.map((at) => placed(at, layers)).sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  ];
  if (problems.length > 0 || !parsed.success) return fail(problems);
  return ok({ config: deepFreeze(parsed.data), origins: originsOf(layers) });
}

function fileLayer({ file, fileText }: ConfigSources): Layers {
  if (file === undefined) return ok([]);
  let text = fileText;
  try {
    text ??= readFileSync(file, 'utf8');
  } catch (error) {
    return fail([{ message: systemErrorText(error, file) }]);
  }
  const yaml = parseYaml(text, file);
  if (!yaml.ok) return yaml;
  const value = yaml.value.value ?? {};
  if (!isTree(value))
    return fail([{ message: 'expected sections such as "risk:" with their keys', file, line: 1, column: 1 }]);
  // A section whose keys are all commented out reads as null and means: nothing set here.
  const filled = Object.entries(value).filter(([key, child]) => child !== null || !sections.has(key));
  return ok([{ value: Object.fromEntries(filled), placeOf: yaml.value.placeOf }]);
}

/** The variable that opens the vault where there is no window to do it in; it is no setting, and never told. */
export const PASSPHRASE_VARIABLE = 'FOREDECK_VAULT_PASSPHRASE';

const VARIABLE = /^FOREDECK_(.+?__.+)$/;
const variableName = (path: readonly string[]): string =>
  `FOREDECK_${path.map((key) => key.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()).join('__')}`;
const VARIABLES = new Map(settings.map(({ path }) => [variableName(path), path]));

/** `FOREDECK_RISK__MAX_DAILY_LOSS_PCT=3`; variables without a double underscore are no configuration. */
function environmentLayers(env: ConfigSources['env']): Layers {
  const names = Object.keys(env)
    .filter((name) => VARIABLE.test(name))
    .sort();
  const unknown = names.filter((name) => !VARIABLES.has(name));
  if (unknown.length > 0) {
    const known = [...VARIABLES.keys()];
    return fail(unknown.map((name) => ({ message: `unknown environment variable ${name}${didYouMean(name, known)}` })));
  }
  return ok(
    names.map((name) => singleLayer(VARIABLES.get(name) ?? [], env[name] ?? '', `environment variable ${name}`)),
  );
}

function assignmentLayers(assignments: readonly string[]): Layers {
  const problems: Problem[] = [];
  const layers: Layer[] = [];
  for (const assignment of assignments) {
    const [, name, text] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
    const file = `--setting ${assignment}`;
    if (name === undefined || text === undefined) {
      problems.push({ message: 'expected KEY=VALUE, for example risk.maxDailyLossPct=3', file });
      continue;
    }
    const path = name.split('.');
    if (settings.some((setting) => dotted(setting.path) === name)) layers.push(singleLayer(path, text, file));
    else problems.push({ message: unknownKey(configTree, path.slice(0, -1), path.at(-1) ?? ''), file });
  }
  return problems.length > 0 ? fail(problems) : ok(layers);
}

function singleLayer(path: readonly string[], text: string, source: string): Layer {
  const value = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), scalar(text)) as Tree;
  return { value, placeOf: () => ({ file: source }) };
}

/** YAML, so that `null`, `true` and `{ lookbackHours: 24, ... }` mean what they mean in the file. */
function scalar(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Sections are merged key by key; a key's value is taken whole. */
function merge(under: Tree, over: Tree): Tree {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = sections.has(key) && isTree(value) && isTree(below) ? { ...below, ...value } : value;
  }
  return merged;
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a problem's key was set: the strongest layer that has the longest part of its path. */
function placed({ path, message }: KeyProblem, layers: readonly Layer[]): Problem {
  for (let length = path.length; length > 0; length--) {
    const layer = layers.findLast(({ value }) => has(value, path.slice(0, length)));
    if (layer !== undefined) return { message, ...layer.placeOf(path) };
  }
  return { message };
}

function has(value: unknown, path: KeyPath): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return isTree(value) && Object.hasOwn(value, key) && has(value[String(key)], rest);
}

function originsOf(layers: readonly Layer[]): ReadonlyMap<string, Problem> {
  const origins = new Map<string, Problem>();
  for (const { path } of settings) {
    const layer = layers.findLast(({ value }) => has(value, path));
    if (layer !== undefined) origins.set(dotted(path), { message: dotted(path), ...layer.placeOf(path) });
  }
  return origins;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
