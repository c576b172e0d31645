// Turns zod's issues into sentences for people: which key, what was expected, what came.
import type { z } from 'zod';
import { didYouMean } from '../../shared/nearest.ts';
import { keysAt, type SchemaNode, settingsOf } from './schemaKeys.ts';
import type { KeyPath } from './yamlText.ts';

/** One fault at one key. */
export interface KeyProblem {
  readonly path: KeyPath;
  readonly message: string;
}

/** Every fault that `issues` name in `input`. */
export function schemaProblems(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  root: SchemaNode,
): readonly KeyProblem[] {
  return issues.flatMap((issue): readonly KeyProblem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(root, issue.path, key) }));
    }
    const found = valueAt(input, issue.path);
    const message =
      found === undefined ? `missing; ${expectation(issue)}` : `${expectation(issue)}, found ${shown(found)}`;
    return [{ path: issue.path, message: `${dotted(issue.path)}: ${message}` }];
  });
}

export const dotted = (path: KeyPath): string => (path.length === 0 ? 'the file' : path.map(String).join('.'));

/** A sentence about a key the schema does not have, with the nearest it has: beside it, else of its name elsewhere. */
export function unknownKey(root: SchemaNode, parent: KeyPath, key: string): string {
  const beside = didYouMean(key, keysAt(root, parent));
  const elsewhere = settingsOf(root).filter(({ path }) => path.at(-1) === key);
  const hint = elsewhere[0] === undefined ? beside : `; did you mean "${dotted(elsewhere[0].path)}"?`;
  return `unknown key "${dotted([...parent, key])}"${hint}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${EXPECTED[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `expected ${bound(issue.origin)} ${issue.inclusive === false ? 'more than' : 'at least'} ${String(issue.minimum)}`;
    case 'too_big':
      return `expected ${bound(issue.origin)} ${issue.inclusive === false ? 'less than' : 'at most'} ${String(issue.maximum)}`;
    default:
      return issue.message;
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  object: 'a section with keys',
  record: 'a section with keys',
  array: 'a list',
};

const bound = (origin: string): string => (origin === 'string' || origin === 'array' ? 'a length of' : 'a number of');

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const valueAt = (input: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
