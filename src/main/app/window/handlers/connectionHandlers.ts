// Connections: today the simulator and the replay. What real venues will bring is refused with a sentence, never with a dead button.
import type { ConnectionRow } from '../../../../shared/contract/records/connection.ts';
import type { ResultOf } from '../../../../shared/contract/requests.ts';
import type { Config } from '../../../../shared/config/schema.ts';
import { toConnectionId } from '../../../../shared/domain/ids.ts';
import { SIMULATED_REPLAY } from '../../../../shared/domain/simulated.ts';
import { didYouMean } from '../../../../shared/nearest.ts';
import { settingsOf } from '../../../config/schemaKeys.ts';
import { configTree } from '../../../config/loadConfig.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import { statusOf } from '../../host/hostStatus.ts';
import { editSettings } from '../settingsEdit.ts';
import { hostOf, type WindowContext } from '../windowContext.ts';
import { verifyConnection } from './verifyConnection.ts';

type Names =
  | 'connections.list'
  | 'connections.create'
  | 'connections.update'
  | 'connections.delete'
  | 'connections.setEnabled'
  | 'connections.setLive'
  | 'connections.verify'
  | 'connections.status';
type Kind = 'simulator' | 'replay';

const LATER = 'Real exchanges come in a later version; until then everything is traded on paper.';
const NOT_LIVE =
  'This connection trades on paper only: its exchange is simulated, so there is nothing to send live orders to.';
const NOT_DELETED = 'It belongs to the program; switch it off instead.';

export function connectionHandlers(window: WindowContext): Pick<Handlers, Names> {
  const rowOf = (connection: string): ConnectionRow => connectionRow(window, kindOf(connection));
  return {
    'connections.list': () => ({ items: KINDS.map((kind) => connectionRow(window, kind)), templates: TEMPLATES }),
    'connections.create': ({ template }) => {
      const found = TEMPLATES.find(({ id }) => id === template);
      if (found === undefined)
        throw new RequestError(
          'NOT_FOUND',
          `there is no template "${template}"${didYouMean(
            template,
            TEMPLATES.map(({ id }) => id),
          )}`,
        );
      throw new RequestError('UNAVAILABLE', found.note);
    },
    'connections.update': async ({ connection, settings, reason }) => {
      const kind = kindOf(connection);
      const changes = Object.entries(settings).map(([path, value]) => ({ path, value }));
      const foreign = changes.find(({ path }) => !path.startsWith(`${kind}.`));
      if (foreign !== undefined) throw new RequestError('REFUSED', `${foreign.path} is not a setting of ${connection}`);
      if (changes.length === 0) throw new RequestError('BAD_REQUEST', 'no setting was named');
      await editSettings(window, { changes, reason });
      return { connection: rowOf(connection), note: AT_NEXT_START };
    },
    'connections.delete': ({ connection }) => {
      kindOf(connection);
      throw new RequestError('REFUSED', `${connection} cannot be deleted. ${NOT_DELETED}`);
    },
    'connections.setEnabled': ({ connection, isEnabled, reason }) =>
      setEnabled(window, kindOf(connection), { isEnabled, reason }),
    'connections.setLive': ({ connection, isLive }) => {
      const kind = kindOf(connection);
      if (isLive) throw new RequestError('REFUSED', `${connection} cannot trade live. ${NOT_LIVE}`);
      return connectionRow(window, kind);
    },
    'connections.verify': ({ connection }) => verifyConnection(hostOf(window, idOf(window, kindOf(connection)))),
    'connections.status': ({ connection }) => status(window, kindOf(connection)),
  };
}

const KINDS: readonly Kind[] = ['simulator', 'replay'];
const AT_NEXT_START = 'It takes effect at the next start of the program.';

function kindOf(connection: string): Kind {
  if (connection === 'simulator') return 'simulator';
  if (connection === 'replay' || connection === SIMULATED_REPLAY) return 'replay';
  throw new RequestError('NOT_FOUND', `there is no connection "${connection}"${didYouMean(connection, KINDS)}`);
}

/** The replay of simulated candles has a name of its own. */
function idOf({ manager }: WindowContext, kind: Kind): string {
  const known: readonly string[] = manager.connections;
  return kind === 'replay' && known.includes(SIMULATED_REPLAY) ? SIMULATED_REPLAY : kind;
}

/** The settings as they are now: what was changed since the start included. */
function configNow({ configFile, context }: WindowContext): Config {
  const loaded = configFile.load();
  return loaded.ok ? loaded.value.config : context.config;
}

const NAMES: Readonly<Record<Kind, string>> = { simulator: 'Simulator', replay: 'Replay' };

function connectionRow(window: WindowContext, kind: Kind): ConnectionRow {
  const id = idOf(window, kind);
  const view = window.manager.views.find((one) => one.id === id);
  const config = configNow(window);
  const status = view && statusOf(view);
  return {
    ...{ id, kind, name: NAMES[kind], isSimulated: view?.isSimulated ?? kind === 'simulator', mode: 'paper' },
    isEnabled: view === undefined ? config[kind].enabled : !view.isOff,
    isLive: false,
    ...{ liveRefusal: NOT_LIVE, deleteRefusal: NOT_DELETED },
    ...(status === undefined ? {} : { state: status.state, timeframe: status.timeframe }),
    detail: status?.detail ?? (config[kind].enabled ? AT_NEXT_START : 'switched off'),
    symbols:
      view?.config.instruments.map(({ symbol }) => symbol as string) ??
      (kind === 'simulator' ? [...config.simulator.symbols] : []),
    ...(view?.speed === undefined ? {} : { speed: view.speed }),
    settings: settingRows(config, kind),
  };
}

function settingRows(config: Config, kind: Kind): ConnectionRow['settings'] {
  const values: Readonly<Record<string, unknown>> = config[kind];
  return settingsOf(configTree)
    .filter(({ path: [section, key] }) => section === kind && key !== 'enabled')
    .map(({ path: [, key = ''], node }) => ({
      path: `${kind}.${key}`,
      label: wordsOf(key),
      description: node.description ?? '',
      value: jsonOf(values[key]),
      isEditable: true,
      note: MARKET.has(key)
        ? `${AT_NEXT_START} It belongs to the market: a data folder keeps the one it began with.`
        : AT_NEXT_START,
    }));
}

/** What makes the market itself. */
const MARKET: ReadonlySet<string> = new Set(['seed', 'symbols', 'timeframe', 'startAt', 'historyDays', 'candles']);

/** `warmUpCandles` as `Warm up candles`. */
const wordsOf = (key: string): string => {
  const words = key.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

type Json = ConnectionRow['settings'][number]['value'];
const jsonOf = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json;

/** Off now and at the next start; on now where this run of the program knows the connection. */
async function setEnabled(
  window: WindowContext,
  kind: Kind,
  { isEnabled, reason }: { readonly isEnabled: boolean; readonly reason: string },
): Promise<ResultOf<'connections.setEnabled'>> {
  const config = configNow(window);
  const others = KINDS.filter((other) => other !== kind && config[other].enabled);
  if (!isEnabled && others.length === 0)
    throw new RequestError('REFUSED', `${kind} is the only connection that is on; the program needs one to start with`);
  if (isEnabled && kind === 'replay' && config.replay.candles.length === 0)
    throw new RequestError(
      'REFUSED',
      'the replay has no candle files yet: name some in its settings first (replay.candles)',
    );
  await editSettings(window, { changes: [{ path: `${kind}.enabled`, value: isEnabled }], reason });
  const isKnown = await window.manager.setEnabled(toConnectionId(idOf(window, kind)), isEnabled);
  return { connection: connectionRow(window, kind), note: isKnown ? '' : AT_NEXT_START };
}

function status(window: WindowContext, kind: Kind): ResultOf<'connections.status'> {
  const id = idOf(window, kind);
  const view = window.manager.views.find((one) => one.id === id);
  const connection = connectionRow(window, kind);
  if (view === undefined)
    return {
      connection,
      isConnected: false,
      reconnects: 0,
      rejected: 0,
      isReconciling: false,
      positions: 0,
      orders: 0,
    };
  const { feed, markets, positions, orders } = statusOf(view);
  const newestPriceAt = Math.max(0, ...markets.map(({ pricedAt }) => pricedAt));
  const { isConnected, reconnects, rejected, isReconciling, clockSkewMs } = feed;
  return {
    ...{ connection, isConnected, reconnects, rejected, isReconciling },
    ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
    ...(newestPriceAt === 0 ? {} : { newestPriceAt }),
    positions: positions.length,
    orders: orders.length,
  };
}

const TEMPLATES: ResultOf<'connections.list'>['templates'] = [
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
    ...{ id: 'delta', name: 'Delta Exchange', kind: 'exchange', isAvailable: false, note: LATER },
    description: 'Contracts on Delta Exchange.',
  },
  {
    ...{ id: 'binance', name: 'Binance spot', kind: 'exchange', isAvailable: false, note: LATER },
    description: 'Spot markets on Binance.',
  },
];
