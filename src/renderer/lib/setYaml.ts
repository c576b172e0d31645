// One value of a YAML text replaced in place: nothing else of the text moves, neither comments nor spacing.
import { isMap, isNode, isScalar, parseDocument, type YAMLMap } from 'yaml';

/** `text` is YAML for a value on one line. A missing key is added to its mapping, a missing mapping at the end. */
export function setYaml(yaml: string, path: readonly string[], text: string): string {
  const document = parseDocument(yaml);
  const node: unknown = document.getIn(path, true);
  if (isNode(node) && node.range) {
    const [from, to] = node.range;
    const tail = yaml.slice(from, to).endsWith('\n') ? '\n' : '';
    // An absent value (`key:`) has no room of its own before it.
    const gap = from === to && yaml[from - 1] === ':' ? ' ' : '';
    return `${yaml.slice(0, from)}${gap}${text}${tail}${yaml.slice(to)}`;
  }
  const [key = '', ...parents] = [...path].reverse();
  const parent: unknown = parents.length === 0 ? document.contents : document.getIn(parents.reverse(), true);
  if (isMap(parent)) return addKey(yaml, parent, `${key}: ${text}`);
  const nested = path.slice(0, -1).reduceRight((inner, name) => `${name}: { ${inner} }`, `${key}: ${text}`);
  const isEnded = yaml === '' || yaml.endsWith('\n');
  return `${yaml}${isEnded ? '' : '\n'}${nested}\n`;
}

function addKey(yaml: string, parent: YAMLMap, entry: string): string {
  const [from, to] = parent.range ?? [0, 0];
  if (parent.flow === true) {
    const before = yaml.slice(0, to - 1).trimEnd();
    const comma = parent.items.length === 0 ? ' ' : ', ';
    return `${before}${comma}${entry} ${yaml.slice(to - 1)}`;
  }
  const first: unknown = parent.items[0]?.key;
  const at = isScalar(first) && first.range ? first.range[0] : from;
  const indent = yaml.slice(yaml.lastIndexOf('\n', at - 1) + 1, at);
  return `${yaml.slice(0, at)}${entry}\n${indent}${yaml.slice(at)}`;
}
