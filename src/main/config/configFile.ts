// The trader's own configuration file, edited by the program: only the keys that change, comments and order stay. Nothing is
// written that would not load.
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Document, isMap, isScalar, parseDocument } from 'yaml';
import { AppError } from '../../shared/errors.ts';
import { oneByOne } from '../../shared/oneByOne.ts';
import type { Problem } from '../../shared/result.ts';
import { writeAtomically } from './atomicFile.ts';
import { type ConfigSources, loadConfig, type LoadedConfig } from './loadConfig.ts';
import { makeFolder } from './makeFolder.ts';

/** A key with its new value; undefined: back to its default. */
export interface ConfigChange {
  /** `risk.maxDailyLossPct`. */
  readonly path: string;
  readonly value: unknown;
}

/** Problems of a change that would not load. */
export class ConfigProblems extends Error {
  override readonly name = 'ConfigProblems';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('; '));
    this.problems = problems;
  }
}

export class ConfigFile {
  private readonly given: ConfigSources;
  private readonly path: string;
  private readonly inTurn = oneByOne();

  /** `path`: where the file is made when there is none yet. */
  constructor(sources: ConfigSources, path: string) {
    this.given = sources;
    this.path = sources.file ?? path;
  }

  /** Where settings come from now: a file that did not exist at the start may by now. */
  get sources(): ConfigSources {
    return this.given.file === undefined && existsSync(this.path) ? { ...this.given, file: this.path } : this.given;
  }

  /** Its text; empty while there is none. */
  get text(): string {
    return existsSync(this.path) ? readFileSync(this.path, 'utf8') : '';
  }

  load(): ReturnType<typeof loadConfig> {
    return loadConfig(this.sources);
  }

  /**
   * Writes the changes, all or none. Throws `ConfigProblems` where they would not load, `AppError` BAD_INPUT where another source
   * wins over the file, NOT_WRITABLE where it cannot be written.
   */
  edit(changes: readonly ConfigChange[]): Promise<LoadedConfig> {
    // One after the other: the second edit begins with what the first has written.
    return this.inTurn(() => this.editNow(changes));
  }

  private async editNow(changes: readonly ConfigChange[]): Promise<LoadedConfig> {
    const text = editedText(this.text, changes);
    const loaded = loadConfig({ ...this.given, file: this.path, fileText: text });
    if (!loaded.ok) throw new ConfigProblems(loaded.error);
    for (const { path, value } of changes) {
      const origin = loaded.value.origins.get(path);
      if (value === undefined || origin?.file === this.path) continue;
      const source = origin?.file ?? 'another source';
      throw new AppError('BAD_INPUT', `${path} is set by ${source}, which wins over the file; change it there`);
    }
    makeFolder(dirname(this.path));
    await writeAtomically(this.path, [text]);
    return loaded.value;
  }
}

/** The text with the changes in it. */
function editedText(text: string, changes: readonly ConfigChange[]): string {
  const parsed = parseDocument(text);
  if (parsed.errors.length > 0) throw new ConfigProblems(parsed.errors.map(({ message }) => ({ message })));
  const document = isMap(parsed.contents) ? parsed : new Document({});
  for (const { path, value } of changes) {
    const keys = path.split('.');
    if (value === undefined) {
      document.deleteIn(keys);
      const section = document.getIn(keys.slice(0, -1));
      if (isMap(section) && section.items.length === 0 && keys.length > 1) document.deleteIn(keys.slice(0, -1));
    } else {
      // A section that is there without keys reads as null, and takes none.
      for (let depth = 1; depth < keys.length; depth++)
        if (document.getIn(keys.slice(0, depth)) === null) document.deleteIn(keys.slice(0, depth));
      setKey(document, keys, value);
    }
  }
  const isEmpty = isMap(document.contents) && document.contents.items.length === 0;
  return isEmpty ? '' : document.toString({ lineWidth: 0 });
}

/** A plain value takes the place of a plain one, so that what is written behind it stays. */
function setKey(document: Document, keys: readonly string[], value: unknown): void {
  const known = document.getIn(keys, true);
  if (isScalar(known) && (typeof value !== 'object' || value === null)) known.value = value;
  else document.setIn(keys, document.createNode(value));
}
