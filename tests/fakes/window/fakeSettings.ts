// The answers of the window's fake about strategies, settings and the program.
import type { z } from 'zod';
import type { Answers } from './answers.ts';
import { SYMBOLS } from './fakeMarket.ts';
import { checkYaml, savedStrategies, strategyRows, withSwitch } from './fakeStrategies.ts';
import { DETAIL, HEALTH } from './fakeSystem.ts';

type Json = z.infer<ReturnType<typeof z.json>>;

const remembered: Record<string, Json> = {};

const strategyText = (id: string) => {
  const yaml = savedStrategies.get(id) ?? '';
  return { id, yaml, isShipped: true, isOwn: false, ...checkYaml(yaml) };
};

const setting = (
  path: string,
  value: Json,
  rest: {
    readonly type: 'number' | 'switch' | 'choice' | 'text' | 'integer' | 'list';
    readonly description: string;
    readonly choices?: string[];
  },
) => ({
  path,
  ...rest,
  isNullable: path.startsWith('risk.max'),
  value,
  default: value,
  origin: path === 'logging.level' ? 'file' : 'default',
  isEditable: rest.type !== 'list',
  note: rest.type === 'list' ? 'Change it in the configuration file.' : '',
});

export const settingsAnswers: Pick<
  Answers,
  Extract<
    keyof Answers,
    | `strategies.${string}`
    | `settings.${string}`
    | `preferences.${string}`
    | `system.${string}`
    | `health.${string}`
    | `engines.${string}`
  >
> = {
  'strategies.list': () => ({ items: strategyRows() }),
  'strategies.get': ({ id }) => strategyText(id),
  'strategies.validate': ({ yaml }) => checkYaml(yaml),
  'strategies.save': ({ id, yaml }) => {
    savedStrategies.set(id, yaml);
    return strategyText(id);
  },
  'strategies.setEnabled': ({ id, isEnabled }) => {
    savedStrategies.set(id, withSwitch(savedStrategies.get(id) ?? '', isEnabled));
    return strategyText(id);
  },
  'settings.get': () => ({
    items: [
      setting('risk.maxDailyLossPct', 5, {
        type: 'number',
        description: 'Loss since midnight that stops new entries, percent.',
      }),
      setting('costs.takerBps', 5, {
        type: 'number',
        description: 'Fee of a fill that takes liquidity, where the instrument states none.',
      }),
      setting('simulator.enabled', true, { type: 'switch', description: 'Run it when nothing else is asked for.' }),
      setting('simulator.symbols', [...SYMBOLS], {
        type: 'list',
        description: 'Markets; a contract ends with its settle coin.',
      }),
      setting('journal.keepDays', 7, {
        type: 'integer',
        description: 'Steps older than this are deleted, days of wall-clock time.',
      }),
      setting('logging.level', 'info', {
        type: 'choice',
        choices: ['debug', 'info', 'warn', 'error', 'silent'],
        description: 'Least important line that is written.',
      }),
    ],
    yaml: 'logging:\n  level: info\n',
    problems: [],
  }),
  'settings.update': ({ changes }) => ({ applied: changes.map(({ path }) => path), afterRestart: [] }),
  'preferences.get': () => ({ values: remembered }),
  'preferences.set': ({ key, value }) => {
    remembered[key] = value;
    return {};
  },
  'system.about': () => ({
    name: 'Foredeck',
    version: '0.1.0',
    shell: 'chromium',
    startedAt: Date.now() - 7_000_000,
    pid: 4242,
    runtime: [
      { name: 'Node', version: '24.21.0' },
      { name: 'SQLite', version: '3.53.0' },
    ],
    dataFolder: '~/.local/share/foredeck',
    licences: [
      { name: 'react', version: '19.3.1', licence: 'MIT', homepage: 'https://react.dev' },
      { name: 'lightweight-charts', version: '5.2.1', licence: 'Apache-2.0' },
    ],
    attributions: ['Price charts by TradingView Lightweight Charts, Copyright TradingView, Inc.'],
  }),
  'health.get': () => HEALTH,
  'engines.list': () => ({ items: [DETAIL] }),
};
