// What a zod schema says about its keys: which are known where, what they mean, which are secret.
import { z } from 'zod';
import type { KeyPath } from './yamlText.ts';

/** The part of JSON schema used here. `secret` is set by `.meta({ secret: true })`. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly secret?: boolean;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
}

export const schemaTree = (schema: z.ZodType): SchemaNode =>
  z.toJSONSchema(schema, { unrepresentable: 'any' }) as SchemaNode;

/** The node at `path`, or undefined where the schema knows none. */
export function nodeAt(root: SchemaNode, path: KeyPath): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (const segment of path) {
    if (node === undefined) return undefined;
    const choices: readonly SchemaNode[] = [node, ...(node.anyOf ?? [])];
    node = choices.map((choice) => choice.properties?.[String(segment)] ?? choice.items).find(Boolean);
  }
  return node;
}

/** Names of the keys an object at `path` may have. */
export function keysAt(root: SchemaNode, path: KeyPath): readonly string[] {
  const node = nodeAt(root, path);
  return [node, ...(node?.anyOf ?? [])].flatMap((choice) => [
    ...Object.keys(choice?.properties ?? {}),
    ...(choice?.propertyNames?.enum ?? []),
  ]);
}

/** A setting: everything below the sections. */
export interface Setting {
  readonly path: readonly string[];
  readonly node: SchemaNode;
}

/** All settings, in the schema's order. */
export function settingsOf(node: SchemaNode, path: readonly string[] = []): readonly Setting[] {
  if (node.properties === undefined) return [{ path, node }];
  return Object.entries(node.properties).flatMap(([key, child]) => settingsOf(child, [...path, key]));
}

const REDACTED = '[redacted]';

/** A copy of `value` in which everything the schema calls secret is unreadable. */
export function redactSecrets(value: unknown, node: SchemaNode | undefined): unknown {
  if (node?.secret === true) return value === null || value === undefined ? value : REDACTED;
  if (Array.isArray(value)) return value.map((item, index) => redactSecrets(item, node && nodeAt(node, [index])));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, redactSecrets(child, node && nodeAt(node, [key]))]),
  );
}
