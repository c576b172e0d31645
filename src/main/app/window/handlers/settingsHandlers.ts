// Settings and what the window remembers.
import { z } from 'zod';
import type { SettingRow } from '../../../../shared/contract/records/system.ts';
import { configSchema } from '../../../../shared/config/schema.ts';
import { didYouMean } from '../../../../shared/nearest.ts';
import { configTree } from '../../../config/loadConfig.ts';
import { redactSecrets, type SchemaNode, settingsOf } from '../../../config/schemaKeys.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError, withoutPaths } from '../../../ipc/requestError.ts';
import { isAtOnce } from '../rows/connectionRows.ts';
import { editSettings } from '../settingsEdit.ts';
import type { WindowContext } from '../windowContext.ts';

type Names = 'settings.get' | 'settings.update' | 'preferences.get' | 'preferences.set';
type Json = SettingRow['value'];

export function settingsHandlers(window: WindowContext): Pick<Handlers, Names> {
  return {
    'settings.get': () => {
      const loaded = window.configFile.load();
      const problems = loaded.ok
        ? []
        : loaded.error.map(({ message, line, column }) => ({
            message: withoutPaths(message),
            ...(line === undefined ? {} : { line }),
            ...(column === undefined ? {} : { column }),
          }));
      const { config, origins } = loaded.ok ? loaded.value : { config: window.context.config, origins: NO_ORIGINS };
      return { items: settingRows(config, origins, window), yaml: window.configFile.text, problems };
    },
    'settings.update': async ({ changes, reason }) => {
      for (const { path } of changes) {
        if (KNOWN.has(path)) continue;
        throw new RequestError('REFUSED', `there is no setting "${path}"${didYouMean(path, [...KNOWN])}`);
      }
      await editSettings(window, { changes: changes.map(({ path, value }) => ({ path, value })), reason });
      const applied = changes.map(({ path }) => path);
      return { applied, afterRestart: applied.filter((path) => !isLive(path)) };
    },
    'preferences.get': () => ({ values: window.preferences.values }),
    'preferences.set': async ({ key, value }) => {
      await window.preferences.set(key, value);
      return {};
    },
  };
}

const NO_ORIGINS: ReadonlyMap<string, { readonly file?: string }> = new Map();
const SETTINGS = settingsOf(configTree);
const KNOWN: ReadonlySet<string> = new Set(SETTINGS.map(({ path }) => path.join('.')));

/** Engines take these up while they run. */
const LIVE_SECTIONS = /^(?:risk|freshness|indications)\./;
const isLive = (path: string): boolean => LIVE_SECTIONS.test(path) || isAtOnce(path);

const DEFAULTS: Readonly<Record<string, unknown>> = configSchema.parse({});

function settingRows(
  config: unknown,
  origins: ReadonlyMap<string, { readonly file?: string }>,
  { configFile }: WindowContext,
): SettingRow[] {
  const shown = redactSecrets(config, configTree);
  return SETTINGS.map(({ path, node }) => {
    const name = path.join('.');
    const file = origins.get(name)?.file;
    const origin = originOf(file, configFile.sources.file);
    const isElsewhere = origin === 'environment' || origin === 'command line';
    return {
      ...{ path: name, origin, isEditable: !isElsewhere },
      description: node.description ?? '',
      ...kindOf(node),
      value: valueAt(shown, path),
      default: valueAt(DEFAULTS, path),
      note: isElsewhere
        ? `It is set by the ${origin}, which wins over the file.`
        : isLive(name)
          ? ''
          : 'It takes effect at the next start of the program.',
    };
  });
}

function originOf(file: string | undefined, own: string | undefined): string {
  if (file === undefined) return 'default';
  if (file === own) return 'file';
  return file.startsWith('--setting') ? 'command line' : 'environment';
}

const valueAt = (tree: unknown, path: readonly string[]): Json => {
  let value = tree;
  for (const key of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  return z.json().parse(value ?? null);
};

interface Choices extends SchemaNode {
  readonly enum?: readonly string[];
}

/** What may be written there. */
function kindOf(node: Choices): Pick<SettingRow, 'type' | 'choices' | 'isNullable'> {
  const options: readonly Choices[] = node.anyOf ?? [node];
  const isNullable = options.some(({ type }) => type === 'null');
  const [main, ...others] = options.filter(({ type }) => type !== 'null');
  const choices = main?.enum;
  if (choices !== undefined) return { type: 'choice', choices: [...choices], isNullable };
  return { type: others.length > 0 ? 'other' : typeOf(main?.type), isNullable };
}

function typeOf(type: string | undefined): SettingRow['type'] {
  switch (type) {
    case 'number':
      return 'number';
    case 'integer':
      return 'integer';
    case 'boolean':
      return 'switch';
    case 'array':
      return 'list';
    case 'string':
      return 'text';
    default:
      return 'other';
  }
}
