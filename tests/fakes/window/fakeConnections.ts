// The answers of the window's fake about connections, keys and the vault: the simulator, the replay, and a rehearsal exchange that can be
// brought to live trading.
import type { Some } from './answers.ts';
import type { ConnectionRow } from '../../../src/shared/contract/records/connection.ts';
import type { ResultOf } from '../../../src/shared/contract/requests.ts';
import { CONNECTION, NOW, SYMBOLS } from './fakeMarket.ts';

const CONNECTION_ROW: ConnectionRow = {
  id: CONNECTION,
  name: 'Simulator',
  kind: 'simulator',
  isSimulated: true,
  mode: 'paper',
  isEnabled: true,
  isLive: false,
  liveRefusal: 'The simulator has no live trading: its market is made up.',
  deleteRefusal: 'It is part of the program; switch it off instead.',
  state: 'running',
  detail: '',
  timeframe: '15m',
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

const { state: _, ...NOT_RUNNING } = CONNECTION_ROW;
const REPLAY_ROW: ConnectionRow = {
  ...NOT_RUNNING,
  id: 'replay',
  name: 'Replay',
  kind: 'replay',
  isSimulated: false,
  mode: 'replay',
  isEnabled: false,
  detail: 'Switched off.',
  symbols: [],
  settings: [],
};

/** Its connection. */
export const REHEARSAL = 'loopback';

const SENTENCE = 'I trade live on Rehearsal';
const FIELDS = [
  ['apiKey', 'API key'],
  ['apiSecret', 'API secret'],
] as const;

interface Stored {
  readonly values: Readonly<Record<string, string>>;
  readonly at: number;
}

interface Live {
  isVault: boolean;
  isUnlocked: boolean;
  isEnabled: boolean;
  isLive: boolean;
  stored: Stored | undefined;
  verifiedAt: number | undefined;
}

const mayWithdraw = ({ stored }: Live): boolean => stored?.values['apiKey']?.includes('withdraw') === true;

function rehearsalRow(live: Live): ConnectionRow {
  const { isVault, isUnlocked, isEnabled, isLive, stored, verifiedAt } = live;
  const isRunning = isEnabled && isVault && isUnlocked && stored !== undefined;
  const { deleteRefusal: _refusal, ...base } = CONNECTION_ROW;
  return {
    ...base,
    ...{ id: REHEARSAL, name: 'Rehearsal', kind: 'exchange', mode: 'live', isEnabled, isLive, speed: 1, settings: [] },
    state: isRunning ? 'running' : 'stopped',
    detail: isRunning ? '' : 'It has no keys that could be used.',
    liveRefusal: 'Its checklist is not done.',
    secrets: {
      fields: FIELDS.map(([name, label]) => ({ name, label, isStored: stored !== undefined })),
      ...(stored === undefined ? {} : { storedAt: stored.at }),
      isIssuer: true,
    },
    ...(verifiedAt === undefined ? {} : { verifiedAt }),
  };
}

function checklist(live: Live): ResultOf<'connections.checklist'> {
  const { isEnabled, isUnlocked, stored, verifiedAt } = live;
  const plain = (
    [
      ['enabled', 'Switched on', isEnabled, 'It is on, and its engine runs.', 'Switch it on first.'],
      ['vault', 'Vault open', isUnlocked, 'The vault is open.', 'Keys are kept in a vault; make or open it.'],
      ['keys', 'Keys stored', stored !== undefined, 'Both are stored.', 'It needs an API key and its secret.'],
      ['verified', 'Verified', verifiedAt !== undefined, 'Verified just now.', 'Verify it with the stored keys.'],
      ['agreed', 'Account agrees', stored !== undefined, 'Nothing differs.', 'Not compared yet.'],
    ] as const
  ).map(([id, label, isDone, done, todo]) => ({
    ...{ id, label, status: isDone ? ('done' as const) : ('todo' as const), detail: isDone ? done : todo },
  }));
  const toConfirm = (
    [
      ['limits', 'Limits read', 'They hold for every order of this connection.'],
      ['killSwitch', 'Kill switch known', ''],
      ['sentence', 'Sentence typed', ''],
    ] as const
  ).map(([id, label, detail]) => ({ id, label, status: 'confirm' as const, detail }));
  return {
    connection: REHEARSAL,
    isLive: live.isLive,
    isReady: plain.every(({ status }) => status === 'done'),
    steps: [...plain, ...toConfirm],
    limits: [
      { label: 'Daily loss', value: '5 % of equity' },
      { label: 'Drawdown', value: '20 %' },
      { label: 'Open positions', value: '10' },
      { label: 'Exposure of one symbol', value: '100 % of equity' },
      { label: 'Largest order', value: '25,000.00 USDT' },
    ],
    sentence: SENTENCE,
  };
}

const TEMPLATES: ResultOf<'connections.list'>['templates'] = [
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
  {
    id: 'loopback',
    name: 'Rehearsal exchange',
    kind: 'exchange',
    description: 'A made-up exchange behind keys, to go the way to live trading without money.',
    isAvailable: false,
    note: 'There is one already.',
  },
];

export function createConnectionAnswers(): Some<'connections' | 'vault'> {
  const live: Live = {
    ...{ isVault: false, isUnlocked: false, isEnabled: false, isLive: false, stored: undefined, verifiedAt: undefined },
  };
  const rowOf = (connection: string): ConnectionRow =>
    connection === REHEARSAL ? rehearsalRow(live) : connection === CONNECTION ? CONNECTION_ROW : REPLAY_ROW;
  const vault = (): ResultOf<'vault.status'> => ({
    ...{ isCreated: live.isVault, isUnlocked: live.isUnlocked },
    storedFor: live.stored === undefined ? [] : [REHEARSAL],
  });
  return {
    'connections.list': () => ({ items: [CONNECTION_ROW, REPLAY_ROW, rehearsalRow(live)], templates: TEMPLATES }),
    'connections.create': () => rehearsalRow(live),
    'connections.update': ({ connection }) => ({
      connection: rowOf(connection),
      note: 'Takes effect at the next start.',
    }),
    'connections.delete': () => ({}),
    'connections.setEnabled': ({ connection, isEnabled }) => {
      if (connection === REHEARSAL) Object.assign(live, { isEnabled, isLive: live.isLive && isEnabled });
      return { connection: { ...rowOf(connection), isEnabled }, note: '' };
    },
    'connections.setLive': ({ connection, isLive }) => {
      if (connection === REHEARSAL) live.isLive = isLive;
      return rowOf(connection);
    },
    'connections.checklist': () => checklist(live),
    'connections.setSecrets': ({ connection, values }) => {
      Object.assign(live, { stored: { values, at: NOW }, verifiedAt: undefined, isLive: false });
      return rowOf(connection);
    },
    'connections.deleteSecrets': ({ connection }) => {
      Object.assign(live, { stored: undefined, verifiedAt: undefined, isLive: false });
      return rowOf(connection);
    },
    'connections.issueKeys': ({ canWithdraw }) => ({
      values: { apiKey: `rk-${canWithdraw ? 'withdraw' : 'trade'}-81c4`, apiSecret: 'made-up-secret-0f27d9' },
    }),
    'connections.verify': ({ connection }) => {
      const isRefused = connection === REHEARSAL && mayWithdraw(live);
      if (connection === REHEARSAL) live.verifiedAt = isRefused ? undefined : NOW;
      return {
        isVerified: !isRefused,
        steps: [
          { id: 'clock', label: 'Clock', status: 'pass', detail: '12 ms apart.', ms: 3 },
          { id: 'symbols', label: 'Symbols', status: 'pass', detail: 'Three markets are there.', ms: 1 },
          isRefused
            ? { id: 'rights', label: 'Rights', status: 'fail', detail: 'These keys may withdraw: take others.', ms: 2 }
            : { id: 'rights', label: 'Rights', status: 'pass', detail: 'May trade, may not withdraw.', ms: 2 },
        ],
      };
    },
    'connections.status': ({ connection }) => ({
      connection: rowOf(connection),
      isConnected: true,
      reconnects: 1,
      rejected: 0,
      clockSkewMs: 12,
      isReconciling: false,
      newestPriceAt: NOW - 4_000,
      positions: 3,
      orders: 4,
    }),
    'vault.status': vault,
    'vault.create': () => {
      Object.assign(live, { isVault: true, isUnlocked: true });
      return vault();
    },
    'vault.unlock': () => {
      live.isUnlocked = live.isVault;
      return vault();
    },
  };
}
