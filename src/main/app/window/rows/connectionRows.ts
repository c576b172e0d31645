// Connections as the window gets them: settings, engine, keys and switch of each.
import type { Config } from '../../../../shared/config/schema.ts';
import type { ConnectionRow } from '../../../../shared/contract/records/connection.ts';
import type { ResultOf } from '../../../../shared/contract/requests.ts';
import { type ConnectionId, toConnectionId } from '../../../../shared/domain/ids.ts';
import { LOOPBACK } from '../../../../shared/domain/simulated.ts';
import { didYouMean } from '../../../../shared/nearest.ts';
import { configTree, type LoadedConfig } from '../../../config/loadConfig.ts';
import { settingsOf } from '../../../config/schemaKeys.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import { type HostView, statusOf } from '../../host/hostStatus.ts';
import { CONNECTION_KINDS, type ConnectionKind, kindOf, loopbackId } from '../../plans/connectionKinds.ts';
import type { WindowContext } from '../windowContext.ts';

/** A connection that is there: in this run of the program, in the settings, or in both. */
export interface KnownConnection {
  readonly kind: ConnectionKind;
  readonly id: ConnectionId;
  /** Undefined: this run of the program has not started it. */
  readonly view: HostView | undefined;
  readonly config: Config;
}

export const AT_NEXT_START = 'It takes effect at the next start of the program.';
export const NOT_LIVE =
  'This connection trades on paper only: its exchange is simulated, so there is nothing to send live orders to.';
const NOT_DELETED = 'It belongs to the program; switch it off instead.';

/** The settings as they are now: what was changed since the start included. */
export function settingsNow({ configFile, context }: WindowContext): LoadedConfig {
  const loaded = configFile.load();
  return loaded.ok ? loaded.value : { config: context.config, origins: new Map() };
}

/** Throws NOT_FOUND. */
export function knownConnection(window: WindowContext, connection: string): KnownConnection {
  const all = knownConnections(window);
  const kind = kindOf(connection);
  const found = all.find((one) => one.kind === kind && (kind !== LOOPBACK || one.id === connection));
  if (found !== undefined) return found;
  const names = all.map(({ id }) => id);
  throw new RequestError('NOT_FOUND', `there is no connection "${connection}"${didYouMean(connection, names)}`);
}

/** Simulator and replay belong to the program; the rehearsal is there once it was made, or asked for at the start. */
export function knownConnections(window: WindowContext): readonly KnownConnection[] {
  const { config, origins } = settingsNow(window);
  return CONNECTION_KINDS.flatMap((kind): KnownConnection[] => {
    const view = window.manager.views.find(({ id }) => kindOf(id) === kind);
    if (kind === LOOPBACK && view === undefined && !origins.has(`${kind}.enabled`)) return [];
    const id = view?.id ?? (kind === LOOPBACK ? loopbackId(config) : toConnectionId(kind));
    return [{ kind, id, view, config }];
  });
}

export function connectionRow(window: WindowContext, known: KnownConnection): ConnectionRow {
  const { kind, id, view, config } = known;
  const deleteRefusal = deleteRefusalOf(window, known);
  return {
    ...{ id, kind: kind === LOOPBACK ? 'exchange' : kind, name: nameOf(known) },
    isSimulated: view?.isSimulated ?? kind !== 'replay',
    isEnabled: view === undefined ? config[kind].enabled : !view.isOff,
    ...(deleteRefusal === undefined ? {} : { deleteRefusal }),
    ...engineFields(known),
    ...liveFields(window, id),
    settings: settingRows(config, kind),
  };
}

function engineFields({ kind, view, config }: KnownConnection) {
  if (view === undefined) {
    const symbols = kind === 'replay' ? [] : [...config[kind].symbols];
    return { detail: config[kind].enabled ? AT_NEXT_START : 'switched off', symbols };
  }
  const { state, timeframe, detail } = statusOf(view);
  const symbols = view.config.instruments.map(({ symbol }) => symbol);
  return { state, timeframe, detail, symbols, ...(view.speed === undefined ? {} : { speed: view.speed }) };
}

/** What concerns live trading: a connection without keys has none. */
function liveFields({ keys, live }: WindowContext, id: ConnectionId) {
  const secrets = keys.row(id);
  if (secrets === undefined) return { mode: 'paper' as const, isLive: false, liveRefusal: NOT_LIVE };
  const verifiedAt = live.verifiedAt(id);
  const verified = verifiedAt === undefined ? {} : { verifiedAt };
  return { mode: 'live' as const, isLive: live.isLive(id), secrets, ...verified };
}

function nameOf({ kind, config }: KnownConnection): string {
  if (kind === LOOPBACK) return config.loopback.name;
  return kind === 'simulator' ? 'Simulator' : 'Replay';
}

const WORKING: ReadonlySet<string> = new Set([
  'intent',
  'submitting',
  'open',
  'partiallyFilled',
  'pendingCancel',
  'unknown',
]);
/** Of an engine that does not run the newest orders are looked through. */
const NEWEST = 1000;

/** Why it cannot be deleted as things are; undefined: it can. */
export function deleteRefusalOf(window: WindowContext, { kind, id, view }: KnownConnection): string | undefined {
  if (kind !== LOOPBACK) return NOT_DELETED;
  const { trading } = window.store;
  const core = view?.host?.core;
  const isUp = core?.config !== undefined;
  const open = isUp ? core.portfolio.openCount : trading.positions({ connection: id }).length;
  const orders = isUp ? core.orders.open : trading.orders({ connection: id, limit: NEWEST });
  const working = orders.filter(({ state }) => WORKING.has(state)).length;
  if (open + working > 0)
    return `It holds ${String(open)} positions and ${String(working)} working orders: close and cancel them first.`;
  const { vault } = window.keys;
  const isStored = vault.status().stored.has(id);
  return isStored && !vault.isUnlocked ? 'Its keys are in the vault: unlock it first, so that they go too.' : undefined;
}

/** Not among the settings of a card: they have requests of their own, or belong to the program. */
export const OWN_REQUEST: ReadonlySet<string> = new Set(['enabled', 'account']);

function settingRows(config: Config, kind: ConnectionKind): ConnectionRow['settings'] {
  const values: Readonly<Record<string, unknown>> = config[kind];
  return settingsOf(configTree)
    .filter(({ path: [section, key = ''] }) => section === kind && !OWN_REQUEST.has(key))
    .map(({ path: [, key = ''], node }) => ({
      path: `${kind}.${key}`,
      label: wordsOf(key),
      description: node.description ?? '',
      value: jsonOf(values[key]),
      isEditable: true,
      note: MARKET.has(key)
        ? `${AT_NEXT_START} It belongs to the market: a data folder keeps the one it began with.`
        : isAtOnce(`${kind}.${key}`)
          ? ''
          : AT_NEXT_START,
    }));
}

/** What makes the market itself. */
const MARKET: ReadonlySet<string> = new Set(['seed', 'symbols', 'timeframe', 'startAt', 'historyDays', 'candles']);
/** What the running program takes up. */
export const isAtOnce = (path: string): boolean => /^\w+\.(?:name|strategies)$/.test(path);

/** `warmUpCandles` as `Warm up candles`. */
const wordsOf = (key: string): string => {
  const words = key.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

type Json = ConnectionRow['settings'][number]['value'];
const jsonOf = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json;

const LATER = 'Real exchanges come in a later version; until then everything is traded on paper, or rehearsed.';

export const templatesOf = (window: WindowContext): ResultOf<'connections.list'>['templates'] => {
  const isMade = knownConnections(window).some(({ kind }) => kind === LOOPBACK);
  return TEMPLATES.map((template) =>
    template.id === LOOPBACK && isMade ? { ...template, isAvailable: false, note: ONE_ONLY } : template,
  );
};

/** Of a second rehearsal. */
export const ONE_ONLY = 'There is one rehearsal exchange already: use it, or delete it first.';

export const TEMPLATES: ResultOf<'connections.list'>['templates'] = [
  {
    ...{ id: 'simulator', name: 'Simulator', kind: 'simulator', isAvailable: false },
    description: 'A made-up market with an account on paper.',
    note: 'It is there already; change its settings instead.',
  },
  {
    ...{ id: 'replay', name: 'Replay', kind: 'replay', isAvailable: false },
    description: 'Recorded candles, traded on paper at any speed.',
    note: 'It is there already; name its candle files in its settings (replay.candles) and switch it on.',
  },
  {
    ...{ id: LOOPBACK, name: 'Rehearsal exchange', kind: 'exchange', isAvailable: true },
    description:
      'An exchange inside the program, for rehearsing the way to live trading: keys, verification, live switch. Its market and its money are made up.',
    note: 'It needs keys, which it issues itself, and the vault to keep them in.',
  },
  {
    ...{ id: 'delta', name: 'Delta Exchange', kind: 'exchange', isAvailable: false, note: LATER },
    description: 'Contracts on Delta Exchange.',
  },
  {
    ...{ id: 'binance', name: 'Binance spot', kind: 'exchange', isAvailable: false, note: LATER },
    description: 'Spot markets on Binance.',
  },
];
