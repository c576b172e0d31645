// Connections: made, changed, switched on and off, deleted. What real venues will bring is refused with a sentence, never with a dead
// button.
import type { ConnectionRow } from '../../../../shared/contract/records/connection.ts';
import type { CheckedParamsOf, ResultOf } from '../../../../shared/contract/requests.ts';
import { LOOPBACK } from '../../../../shared/domain/simulated.ts';
import { didYouMean } from '../../../../shared/nearest.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import { statusOf } from '../../host/hostStatus.ts';
import { forgetAccount } from '../../live/keyedExchanges.ts';
import { CONNECTION_KINDS, type ConnectionKind, kindOf } from '../../plans/connectionKinds.ts';
import {
  AT_NEXT_START,
  connectionRow,
  deleteRefusalOf,
  isAtOnce,
  type KnownConnection,
  knownConnection,
  knownConnections,
  ONE_ONLY,
  OWN_REQUEST,
  settingsNow,
  TEMPLATES,
  templatesOf,
} from '../rows/connectionRows.ts';
import { editSettings } from '../settingsEdit.ts';
import type { WindowContext } from '../windowContext.ts';

type Names =
  | 'connections.list'
  | 'connections.create'
  | 'connections.update'
  | 'connections.delete'
  | 'connections.setEnabled'
  | 'connections.status';

export function connectionHandlers(window: WindowContext): Pick<Handlers, Names> {
  const { inTurn } = window;
  return {
    'connections.list': () => ({
      items: knownConnections(window).map((known) => connectionRow(window, known)),
      templates: templatesOf(window),
    }),
    'connections.create': (wish) => inTurn(() => create(window, wish)),
    'connections.update': async ({ connection, settings, reason }) => {
      const { kind } = knownConnection(window, connection);
      const changes = Object.entries(settings).map(([path, value]) => ({ path, value }));
      refuseForeign(kind, Object.keys(settings));
      if (changes.length === 0) throw new RequestError('BAD_REQUEST', 'no setting was named');
      await editSettings(window, { changes, reason });
      const note = changes.every(({ path }) => isAtOnce(path)) ? '' : AT_NEXT_START;
      return { connection: connectionRow(window, knownConnection(window, connection)), note };
    },
    'connections.delete': (wish) => inTurn(() => remove(window, wish)),
    'connections.setEnabled': (wish) => inTurn(() => setEnabled(window, wish)),
    'connections.status': ({ connection }) => status(window, knownConnection(window, connection)),
  };
}

function refuseForeign(kind: ConnectionKind, paths: readonly string[]): void {
  const foreign = paths.find((path) => !path.startsWith(`${kind}.`));
  if (foreign !== undefined) throw new RequestError('REFUSED', `${foreign} is not a setting of ${kind}`);
  const own = paths.find((path) => kind === LOOPBACK && OWN_REQUEST.has(path.slice(kind.length + 1)));
  if (own !== undefined)
    throw new RequestError('REFUSED', `${own} is not changed here: it follows the switch of the connection`);
}

/** Its settings first, then the running program: a kill in between leaves a connection that the next start takes up. */
async function create(
  window: WindowContext,
  { template, name, settings }: CheckedParamsOf<'connections.create'>,
): Promise<ConnectionRow> {
  const ids = TEMPLATES.map(({ id }) => id);
  const found = TEMPLATES.find(({ id }) => id === template);
  if (found === undefined)
    throw new RequestError('NOT_FOUND', `there is no template "${template}"${didYouMean(template, ids)}`);
  if (found.id !== LOOPBACK) throw new RequestError('UNAVAILABLE', found.note);
  if (knownConnections(window).some(({ kind }) => kind === LOOPBACK)) throw new RequestError('REFUSED', ONE_ONLY);
  refuseForeign(LOOPBACK, Object.keys(settings));
  const account = nextAccount(window.store.trading.connections());
  const changes = [
    ...Object.entries(settings),
    [`${LOOPBACK}.name`, name],
    ...(account === 1 ? [] : [[`${LOOPBACK}.account`, account] as const]),
    [`${LOOPBACK}.enabled`, true],
  ].map(([path = '', value]) => ({ path: String(path), value }));
  await editSettings(window, { changes, reason: `the connection "${name}" is made` });
  const undo = changes.map(({ path }) => ({ path, value: undefined }));
  await addOr(window, LOOPBACK, { changes: undo, reason: 'it could not be made' });
  const made = knownConnections(window).find(({ kind }) => kind === LOOPBACK);
  if (made === undefined) throw new RequestError('UNAVAILABLE', 'it was made, and deleted again at once');
  return connectionRow(window, made);
}

/** What cannot be planned now could not be at the next start either, which would then fail: the settings go back. */
async function addOr(
  window: WindowContext,
  kind: ConnectionKind,
  undo: Parameters<typeof editSettings>[1],
): Promise<void> {
  try {
    await window.roster.add(kind);
  } catch (error) {
    await editSettings(window, undo);
    throw error;
  }
}

/** The books of an account that was deleted stay, so its number is not given again. */
function nextAccount(journaled: readonly string[]): number {
  const taken = journaled.filter((id) => kindOf(id) === LOOPBACK);
  return Math.max(0, ...taken.map((id) => Number(id.split('-')[1] ?? 1))) + 1;
}

/** Live trading first, its account last: whatever a kill in between leaves is off, and can be deleted again. */
async function remove(
  window: WindowContext,
  { connection, reason }: CheckedParamsOf<'connections.delete'>,
): Promise<Record<string, never>> {
  const known = knownConnection(window, connection);
  const { id } = known;
  const refusal = deleteRefusalOf(window, known);
  if (refusal !== undefined) throw new RequestError('REFUSED', `${connection} cannot be deleted. ${refusal}`);
  const { origins } = settingsNow(window);
  const isOwn = (file: string | undefined): boolean => file === window.configFile.sources.file;
  const own = [...origins].filter(([path, { file }]) => path.startsWith(`${LOOPBACK}.`) && isOwn(file));
  const made = origins.get(`${LOOPBACK}.enabled`);
  if (made !== undefined && !isOwn(made.file))
    throw new RequestError('REFUSED', `${LOOPBACK}.enabled is set by ${String(made.file)}: leave that out first`);
  const { live, roster, keys, context } = window;
  live.forget(id, `the connection is deleted: ${reason}`);
  await roster.remove(id);
  if (keys.vault.status().stored.has(id)) await keys.vault.delete(id);
  await editSettings(window, { changes: own.map(([path]) => ({ path, value: undefined })), reason });
  forgetAccount(context.dataDir, id);
  live.say(id, `The connection was deleted (window: ${reason}); its trades and its ledger stay.`);
  return {};
}

/** Off now and at the next start, with live trading off before; on now. */
async function setEnabled(
  window: WindowContext,
  { connection, isEnabled, reason }: CheckedParamsOf<'connections.setEnabled'>,
): Promise<ResultOf<'connections.setEnabled'>> {
  const { kind, id, config, view } = knownConnection(window, connection);
  const others = CONNECTION_KINDS.filter((other) => other !== kind && config[other].enabled);
  if (!isEnabled && others.length === 0)
    throw new RequestError('REFUSED', `${kind} is the only connection that is on; the program needs one to start with`);
  if (isEnabled && kind === 'replay' && config.replay.candles.length === 0)
    throw new RequestError(
      'REFUSED',
      'the replay has no candle files yet: name some in its settings first (replay.candles)',
    );
  const isOn = view?.isOff === false;
  if (!isEnabled || !isOn)
    window.live.switchOff(id, `the connection is switched ${isEnabled ? 'on again' : 'off'}: ${reason}`);
  await editSettings(window, { changes: [{ path: `${kind}.enabled`, value: isEnabled }], reason });
  const isKnown = await window.manager.setEnabled(id, isEnabled);
  const undo = [{ path: `${kind}.enabled`, value: false }];
  if (!isKnown && isEnabled) await addOr(window, kind, { changes: undo, reason: 'it could not be switched on' });
  return { connection: connectionRow(window, knownConnection(window, connection)), note: '' };
}

function status(window: WindowContext, known: KnownConnection): ResultOf<'connections.status'> {
  const { view } = known;
  const connection = connectionRow(window, known);
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
