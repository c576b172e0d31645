// The strategy files of one folder. A file that breaks keeps its last good definition; the engine is told between candles.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import type { Problem } from '../../../shared/result.ts';
import { systemErrorText } from '../systemError.ts';
import { parseStrategyFile } from './strategyFile.ts';

export interface StrategyChanges {
  /** True: `definitions` is not what it was before. */
  readonly hasChanged: boolean;
  /** Of every file as it is now, also those that were broken before. */
  readonly problems: readonly Problem[];
}

/** One file as it is now. */
export interface CatalogFile {
  readonly path: string;
  /** Undefined when it cannot be read. */
  readonly text: string | undefined;
  /** The last good one; undefined also when another file has its id. */
  readonly definition: StrategyDefinition | undefined;
  readonly problems: readonly Problem[];
}

interface LoadedFile {
  /** Undefined when it could not be read. */
  readonly text: string | undefined;
  /** The last good one. */
  readonly definition: StrategyDefinition | undefined;
  readonly problems: readonly Problem[];
}

/** Reads `*.yaml` and `*.yml` of a folder; nothing is read before the first `refresh`. */
export class StrategyCatalog {
  private readonly folder: string;
  private loaded: ReadonlyMap<string, LoadedFile> = new Map();
  private listed: readonly CatalogFile[] = [];
  private current: readonly StrategyDefinition[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Enabled or not, by id. An unchanged file keeps its very definition object. */
  get definitions(): readonly StrategyDefinition[] {
    return this.current;
  }

  /** By name. */
  get files(): readonly CatalogFile[] {
    return this.listed;
  }

  /** Reads the files that are new or changed and forgets those that are gone. */
  refresh(): StrategyChanges {
    const problems: Problem[] = [];
    const loaded = new Map<string, LoadedFile>();
    for (const name of this.listFiles(problems)) {
      loaded.set(name, loadFile(join(this.folder, name), this.loaded.get(name)));
    }
    this.loaded = loaded;
    this.listed = uniqueById(this.folder, loaded);
    problems.push(...this.listed.flatMap((file) => file.problems));
    const definitions = this.listed
      .flatMap(({ definition }) => (definition === undefined ? [] : [definition]))
      .sort((left, right) => (left.id < right.id ? -1 : 1));
    const hasChanged =
      definitions.length !== this.current.length || definitions.some((one, index) => one !== this.current[index]);
    this.current = definitions;
    return { hasChanged, problems };
  }

  /** The folder's files; those of before when it cannot be listed. */
  private listFiles(problems: Problem[]): readonly string[] {
    try {
      return readdirSync(this.folder)
        .filter((name) => /\.ya?ml$/i.test(name))
        .sort();
    } catch (error) {
      problems.push({ message: systemErrorText(error, this.folder) });
      return [...this.loaded.keys()];
    }
  }
}

/** One file as it is now; its last good definition when it cannot be read or has problems. */
function loadFile(path: string, before: LoadedFile | undefined): LoadedFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { text: undefined, definition: before?.definition, problems: [{ message: systemErrorText(error, path) }] };
  }
  if (before?.text === text) return before;
  const parsed = parseStrategyFile(text, path);
  if (parsed.ok) return { text, definition: parsed.value, problems: [] };
  return { text, definition: before?.definition, problems: parsed.error };
}

/** Of two files with one id the first by name counts; the other is reported. */
function uniqueById(folder: string, files: ReadonlyMap<string, LoadedFile>): readonly CatalogFile[] {
  const owners = new Map<string, string>();
  return [...files].map(([name, file]) => {
    const path = join(folder, name);
    const id = file.definition?.id;
    const owner = id === undefined ? undefined : owners.get(id);
    if (id === undefined || owner === undefined) {
      if (id !== undefined) owners.set(id, name);
      return { path, ...file };
    }
    const problem = { message: `the id "${id}" is taken by ${owner}; ids are unique`, file: path };
    return { path, ...file, definition: undefined, problems: [...file.problems, problem] };
  });
}
