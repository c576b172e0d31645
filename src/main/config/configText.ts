// The configuration as commented YAML: what `config show` prints, and what config/default.yaml holds.
import { stringify } from 'yaml';
import type { Config } from '../../shared/config/schema.ts';
import { problemText } from '../../shared/result.ts';
import { configTree, type LoadedConfig } from './loadConfig.ts';
import { nodeAt, redactSecrets, type SchemaNode } from './schemaKeys.ts';

const HEADER = `# Every setting with its default. A file of your own needs only what differs; it is given with --config FILE or
# lies in the data folder as config.yaml. Environment: FOREDECK_RISK__MAX_DAILY_LOSS_PCT=3. Command line: --setting KEY=VALUE.
`;

/** Every key below its description; values that are not defaults name their origin. Secrets are unreadable. */
export function configText({ config, origins }: LoadedConfig): string {
  const sections = Object.entries(redactSecrets(config, configTree) as Config).map(([section, values]) => {
    const lines = Object.entries(values).map(([key, value]) => {
      const origin = origins.get(`${section}.${key}`);
      const from = origin === undefined ? '' : ` # ${problemText({ ...origin, message: '' }).replace(/: $/, '')}`;
      return `${comment(nodeAt(configTree, [section, key]), '  ')}  ${key}: ${flow(value)}${from}\n`;
    });
    return `\n${comment(nodeAt(configTree, [section]), '')}${section}:\n${lines.join('')}`;
  });
  return HEADER + sections.join('');
}

const comment = (node: SchemaNode | undefined, indent: string): string => `${indent}# ${node?.description ?? ''}\n`;

const flow = (value: unknown): string =>
  stringify(value, {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
    singleQuote: true,
  }).trimEnd();
