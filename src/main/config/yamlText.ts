// YAML or JSON text with the place of every key and value, so that each problem can name its line.
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { fail, ok, type Problem, type Result } from '../../shared/result.ts';

export type KeyPath = readonly PropertyKey[];

export interface YamlText {
  readonly value: unknown;
  /** Where the key that ends `path` stands; of its nearest known parent if it does not exist. */
  readonly placeOf: (path: KeyPath) => Pick<Problem, 'file' | 'line' | 'column'>;
}

/** `scalars: 'text'` leaves numbers and booleans as they are written, exactly. */
export function parseYaml(
  text: string,
  file: string,
  scalars: 'typed' | 'text' = 'typed',
): Result<YamlText, readonly Problem[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: scalars === 'text' ? 'failsafe' : 'core',
  });
  const placeAt = (offset: number): Pick<Problem, 'file' | 'line' | 'column'> => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) return fail(faults.map(({ message, pos }) => ({ message, ...placeAt(pos[0]) })));
  try {
    return ok({ value: document.toJS() as unknown, placeOf: (path) => placeAt(keyOffset(document, path)) });
  } catch (error) {
    // An alias without its anchor, or so many of them that the text would grow without bound.
    return fail([{ message: (error as Error).message, file }]);
  }
}

function keyOffset(document: Document, path: KeyPath): number {
  let node: unknown = document.contents;
  let offset = startOf(node, 0);
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(segment));
      if (pair === undefined) break;
      offset = startOf(pair.key, offset);
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(segment)];
      offset = startOf(node, offset);
    } else break;
  }
  return offset;
}

const startOf = (node: unknown, otherwise: number): number => (isNode(node) ? node.range?.[0] : undefined) ?? otherwise;
