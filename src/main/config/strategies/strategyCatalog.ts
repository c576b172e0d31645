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
  private files: ReadonlyMap<string, LoadedFile> = new Map();
  private current: readonly StrategyDefinition[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Enabled or not, by id. An unchanged file keeps its very definition object. */
  get definitions(): readonly StrategyDefinition[] {
    return this.current;
  }

  /** Reads the files that are new or changed and forgets those that are gone. */
  refresh(): StrategyChanges {
    const problems: Problem[] = [];
    const files = new Map<string, LoadedFile>();
    for (const name of this.listFiles(problems)) {
      const loaded = loadFile(join(this.folder, name), this.files.get(name));
      problems.push(...loaded.problems);
      files.set(name, loaded);
    }
    this.files = files;
    const definitions = uniqueById(files, (file, message) => problems.push({ message, file: join(this.folder, file) }));
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
      return [...this.files.keys()];
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
function uniqueById(
  files: ReadonlyMap<string, LoadedFile>,
  report: (file: string, message: string) => void,
): readonly StrategyDefinition[] {
  const owners = new Map<string, string>();
  const definitions: StrategyDefinition[] = [];
  for (const [name, { definition }] of files) {
    if (definition === undefined) continue;
    const owner = owners.get(definition.id);
    if (owner === undefined) {
      owners.set(definition.id, name);
      definitions.push(definition);
    } else report(name, `the id "${definition.id}" is taken by ${owner}; ids are unique`);
  }
  return definitions.sort((left, right) => (left.id < right.id ? -1 : 1));
}
