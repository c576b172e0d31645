// The answers of the window's fake about strategies, connections, settings and the program.
import type { z } from 'zod';
import type { Answers } from './answers.ts';
import { CONNECTION, NOW, SYMBOLS } from './fakeMarket.ts';
import { checkYaml, savedStrategies, strategyRows, withSwitch } from './fakeStrategies.ts';
import { DETAIL, HEALTH } from './fakeSystem.ts';

type Json = z.infer<ReturnType<typeof z.json>>;

const remembered: Record<string, Json> = {};

const strategyText = (id: string) => {
  const yaml = savedStrategies.get(id) ?? '';
  return { id, yaml, isShipped: true, isOwn: false, ...checkYaml(yaml) };
};

const CONNECTION_ROW = {
  id: CONNECTION,
  name: 'Simulator',
  kind: 'simulator' as const,
  isSimulated: true,
  mode: 'paper' as const,
  isEnabled: true,
  isLive: false,
  liveRefusal: 'The simulator has no live trading: its market is made up.',
  deleteRefusal: 'It is part of the program; switch it off instead.',
  state: 'running' as const,
  detail: '',
  timeframe: '15m' as const,
  symbols: [...SYMBOLS],
  speed: 60,
  settings: [
    {
      path: 'simulator.speed',
      label: 'Speed',
      description: 'Simulated seconds per second.',
      value: 60,
      isEditable: true,
      note: 'Takes effect at the next start.',
    },
    {
      path: 'simulator.seed',
      label: 'Seed',
      description: 'Another seed, another market.',
      value: 'foredeck',
      isEditable: true,
      note: 'Takes effect at the next start.',
    },
    {
      path: 'simulator.symbols',
      label: 'Symbols',
      description: 'Markets.',
      value: [...SYMBOLS],
      isEditable: false,
      note: 'Change it in the configuration file.',
    },
  ],
};

const REPLAY_ROW = {
  ...CONNECTION_ROW,
  id: 'replay',
  name: 'Replay',
  kind: 'replay' as const,
  isSimulated: false,
  mode: 'replay' as const,
  isEnabled: false,
  state: undefined,
  detail: 'Switched off.',
  symbols: [],
  settings: [],
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

const VAULT = { isCreated: false, isUnlocked: false, storedFor: [] };

export const settingsAnswers: Pick<
  Answers,
  Extract<
    keyof Answers,
    | `strategies.${string}`
    | `connections.${string}`
    | `settings.${string}`
    | `preferences.${string}`
    | `vault.${string}`
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
  'connections.list': () => {
    const { state: _, ...replay } = REPLAY_ROW;
    return {
      items: [CONNECTION_ROW, replay],
      templates: [
        {
          id: 'simulator',
          name: 'Simulator',
          kind: 'simulator',
          description: 'A made-up market to trade on paper.',
          isAvailable: false,
          note: 'There is one already.',
        },
        {
          id: 'delta',
          name: 'Delta Exchange',
          kind: 'exchange',
          description: 'Perpetual contracts.',
          isAvailable: false,
          note: 'Live venues come with a later version.',
        },
        {
          id: 'binance',
          name: 'Binance spot',
          kind: 'exchange',
          description: 'Spot markets.',
          isAvailable: false,
          note: 'Live venues come with a later version.',
        },
      ],
    };
  },
  'connections.create': () => CONNECTION_ROW,
  'connections.update': () => ({ connection: CONNECTION_ROW, note: 'Takes effect at the next start.' }),
  'connections.delete': () => ({}),
  'connections.setEnabled': ({ isEnabled }) => ({
    connection: { ...CONNECTION_ROW, isEnabled },
    note: 'Takes effect at the next start.',
  }),
  'connections.setLive': () => CONNECTION_ROW,
  'connections.checklist': ({ connection }) => ({
    ...{ connection, isLive: false, isReady: false, limits: [], sentence: `trade live on ${connection}` },
    steps: [{ id: 'vault', label: 'The vault is open', status: 'todo', detail: 'make one with a passphrase' }],
  }),
  'connections.setSecrets': () => CONNECTION_ROW,
  'connections.deleteSecrets': () => CONNECTION_ROW,
  'connections.issueKeys': () => ({ values: { key: 'rehearsal-1', secret: 'shown-once' } }),
  'vault.status': () => VAULT,
  'vault.create': () => ({ ...VAULT, isCreated: true, isUnlocked: true }),
  'vault.unlock': () => ({ ...VAULT, isCreated: true, isUnlocked: true }),
  'connections.verify': () => ({
    isVerified: true,
    steps: [
      { id: 'clock', label: 'Clock', status: 'pass', detail: '12 ms apart.', ms: 3 },
      { id: 'symbols', label: 'Symbols', status: 'pass', detail: 'Three markets are there.', ms: 1 },
    ],
  }),
  'connections.status': () => ({
    connection: CONNECTION_ROW,
    isConnected: true,
    reconnects: 1,
    rejected: 0,
    clockSkewMs: 12,
    isReconciling: false,
    newestPriceAt: NOW - 4_000,
    positions: 3,
    orders: 4,
  }),
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
