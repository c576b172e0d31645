// Parts of a YAML text added, taken away and renamed in place, so that nothing else of the text moves: neither comments nor spacing.
import { type Document, isCollection, isMap, isNode, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';

export type YamlPath = readonly string[];

/** Text between two places put in place of what is there. */
const splice = (yaml: string, [from, to]: readonly [number, number], text: string): string =>
  `${yaml.slice(0, from)}${text}${yaml.slice(to)}`;

const lineStart = (yaml: string, at: number): number => yaml.lastIndexOf('\n', at - 1) + 1;
const lineEnd = (yaml: string, at: number): number => {
  const end = yaml.indexOf('\n', at);
  return end < 0 ? yaml.length : end;
};
const columnOf = (yaml: string, at: number): number => at - lineStart(yaml, at);

export const nodeAt = (document: Document, path: YamlPath): unknown => document.getIn(path, true);

/** Where a node begins; undefined for what has no place of its own. */
const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

/** Where what is written of a node ends: before the comments and empty lines that follow it. */
export function endOf(yaml: string, node: unknown): number {
  if (isCollection(node) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    if (isSeq(node)) return endOf(yaml, last);
    const { key, value } = (last ?? {}) as { readonly key?: unknown; readonly value?: unknown };
    const isWritten =
      isNode(value) && value.range !== undefined && value.range !== null && value.range[1] > value.range[0];
    return endOf(yaml, isWritten ? value : key);
  }
  const end = isNode(node) ? (node.range?.[1] ?? 0) : 0;
  return yaml.slice(0, end).trimEnd().length;
}

const isBlock = (node: unknown): boolean => isCollection(node) && node.flow !== true;

/** `lines` behind the first are moved in by `columns`. */
const indented = (text: string, columns: number): string => text.replaceAll('\n', `\n${' '.repeat(columns)}`);

/** What is put in: on one line within braces, or as block lines from column 0. */
export interface Written {
  readonly flow: string;
  readonly block: string;
}

/** At the end of the list at `path`; the same text where there is none. */
export function addItem(yaml: string, path: YamlPath, item: Written): string {
  const list = nodeAt(parseDocument(yaml), path);
  if (!isSeq(list) || !list.range) return yaml;
  if (!isBlock(list)) {
    const to = list.range[1] - 1;
    const before = yaml.slice(0, to).trimEnd();
    return `${before}${list.items.length === 0 ? '' : ', '}${item.flow}${yaml.slice(to)}`;
  }
  const first = startOf(list.items[0]) ?? list.range[0];
  const dash = yaml.lastIndexOf('-', first - 1);
  const indent = columnOf(yaml, dash);
  const at = lineEnd(yaml, endOf(yaml, list));
  return splice(yaml, [at, at], `\n${' '.repeat(indent)}- ${indented(item.block, indent + 2)}`);
}

/** At the end of the mapping at `path`; a missing one is made, behind the key `after` of the whole. */
export function addEntry(yaml: string, path: YamlPath, entry: Written & { readonly after: string }): string {
  const document = parseDocument(yaml);
  const map = nodeAt(document, path);
  if (isMap(map) && map.items.length > 0) {
    if (!isBlock(map)) {
      const to = (map.range?.[1] ?? 0) - 1;
      return `${yaml.slice(0, to).trimEnd()}, ${entry.flow} ${yaml.slice(to)}`;
    }
    const indent = columnOf(yaml, startOf(firstKey(map)) ?? 0);
    const at = lineEnd(yaml, endOf(yaml, map));
    return splice(yaml, [at, at], `\n${' '.repeat(indent)}${indented(entry.block, indent)}`);
  }
  const [name = ''] = path;
  const text = `${name}:\n  ${indented(entry.block, 2)}`;
  const cleared = map === undefined ? yaml : removeAt(yaml, path);
  const before = nodeAt(parseDocument(cleared), [entry.after]);
  const at = lineEnd(cleared, before === undefined ? cleared.trimEnd().length : endOf(cleared, before));
  return splice(cleared, [at, at], `\n${text}`);
}

const firstKey = (map: YAMLMap): unknown => map.items[0]?.key;

/** Without the item or key at `path`, and without the comment lines right above it. */
export function removeAt(yaml: string, path: YamlPath): string {
  const document = parseDocument(yaml);
  const parent = path.length === 1 ? document.contents : nodeAt(document, path.slice(0, -1));
  const name = path.at(-1) ?? '';
  if (!isMap(parent) && !isSeq(parent)) return yaml;
  const spans = spansOf(yaml, parent);
  const index = isSeq(parent) ? Number(name) : parent.items.findIndex(({ key }) => isScalar(key) && key.value === name);
  const span = spans[index];
  if (span === undefined) return yaml;
  const [from, to] = span;
  if (!isBlock(parent)) {
    const next = spans[index + 1];
    const before = spans[index - 1];
    if (next !== undefined) return splice(yaml, [from, next[0]], '');
    return splice(yaml, [before === undefined ? from : before[1], to], '');
  }
  return splice(yaml, [withComments(yaml, lineStart(yaml, from)), lineEnd(yaml, to) + 1], '');
}

/** Where each item or pair begins and ends. */
function spansOf(yaml: string, parent: unknown): (readonly [number, number])[] {
  if (isSeq(parent)) return parent.items.map((item) => [startOf(item) ?? 0, endOf(yaml, item)]);
  if (!isMap(parent)) return [];
  return parent.items.map(({ key, value }) => {
    const from = startOf(key) ?? 0;
    return [from, Math.max(endOf(yaml, key), endOf(yaml, value))];
  });
}

/** The start of the comment lines that stand right above a line. */
function withComments(yaml: string, start: number): number {
  let at = start;
  while (at > 0) {
    const above = lineStart(yaml, at - 1);
    if (!yaml.slice(above, at).trim().startsWith('#')) break;
    at = above;
  }
  return at;
}

/** The only key of the mapping at `path` under another name. */
export function renameKey(yaml: string, path: YamlPath, name: string): string {
  const map = nodeAt(parseDocument(yaml), path);
  const key = isMap(map) ? firstKey(map) : undefined;
  const from = startOf(key);
  return from === undefined ? yaml : splice(yaml, [from, endOf(yaml, key)], name);
}

/** Another mapping in place of the one at `path`, in the form that has room there. */
export function replaceMap(yaml: string, path: YamlPath, { flow, block }: Written): string {
  const node = nodeAt(parseDocument(yaml), path);
  const from = startOf(node);
  if (from === undefined) return yaml;
  return splice(yaml, [from, endOf(yaml, node)], isBlock(node) ? indented(block, columnOf(yaml, from)) : flow);
}

/** The mapping at `path` as the value of a new only key, its text moved in as it is. */
export function wrapMap(yaml: string, path: YamlPath, key: string): string {
  const node = nodeAt(parseDocument(yaml), path);
  const from = startOf(node);
  if (from === undefined) return yaml;
  const to = endOf(yaml, node);
  const text = yaml.slice(from, to);
  if (!isBlock(node)) return splice(yaml, [from, to], `{ ${key}: ${text} }`);
  const indent = columnOf(yaml, from);
  return splice(yaml, [from, to], `${key}:\n${' '.repeat(indent + 2)}${indented(text, 2)}`);
}

/** The mapping at `path` as the first of a list below `key`. */
export function groupMap(yaml: string, path: YamlPath, key: string): string {
  const node = nodeAt(parseDocument(yaml), path);
  const from = startOf(node);
  if (from === undefined) return yaml;
  const to = endOf(yaml, node);
  const text = yaml.slice(from, to);
  if (!isBlock(node)) return splice(yaml, [from, to], `{ ${key}: [${text}] }`);
  const indent = columnOf(yaml, from) + 2;
  return splice(yaml, [from, to], `${key}:\n${' '.repeat(indent)}- ${indented(text, 4)}`);
}

/** The value of the only key of the mapping at `path` in its place. */
export function unwrapMap(yaml: string, path: YamlPath): string {
  const node = nodeAt(parseDocument(yaml), path);
  const value = isMap(node) ? node.items[0]?.value : undefined;
  const [from, inner] = [startOf(node), startOf(value)];
  if (from === undefined || inner === undefined) return yaml;
  const text = yaml.slice(inner, endOf(yaml, value));
  const isInLine = lineStart(yaml, from) === lineStart(yaml, inner);
  const moved = isInLine ? 0 : columnOf(yaml, inner) - columnOf(yaml, from);
  const dedented = moved > 0 ? text.replaceAll(new RegExp(`\\n {1,${String(moved)}}`, 'g'), '\n') : text;
  return splice(yaml, [from, endOf(yaml, node)], dedented);
}
