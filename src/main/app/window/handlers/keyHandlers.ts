// Keys and the vault they lie in: what comes in here goes to the vault, and nothing but whether it is there comes out again.
import type { ConnectionRow } from '../../../../shared/contract/records/connection.ts';
import type { CheckedParamsOf, ResultOf } from '../../../../shared/contract/requests.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import type { KeyedExchange } from '../../../venues/ports.ts';
import { connectionRow, type KnownConnection, knownConnection } from '../rows/connectionRows.ts';
import type { WindowContext } from '../windowContext.ts';

type Names =
  | 'connections.setSecrets'
  | 'connections.deleteSecrets'
  | 'connections.issueKeys'
  | 'vault.status'
  | 'vault.create'
  | 'vault.unlock';

export function keyHandlers(window: WindowContext): Pick<Handlers, Names> {
  const { inTurn, keys } = window;
  const { vault } = keys;
  return {
    'connections.setSecrets': (wish) => inTurn(() => setSecrets(window, wish)),
    'connections.deleteSecrets': (wish) => inTurn(() => deleteSecrets(window, wish)),
    'connections.issueKeys': async ({ connection, ...rights }) => {
      const { exchange, id } = keyedConnection(window, connection);
      if (exchange.issue === undefined)
        throw new RequestError('REFUSED', `${connection} issues no keys here: make them on the pages of its exchange`);
      const values = { ...(await exchange.issue(rights)) };
      const may = [rights.canTrade ? 'trade' : 'only look', ...(rights.canWithdraw ? ['withdraw'] : [])].join(' and ');
      window.live.say(id, `The exchange has issued keys, which may ${may} (window).`, 'info');
      return { values };
    },
    'vault.status': () => vaultStatus(window),
    'vault.create': ({ passphrase }) =>
      inTurn(async () => {
        await vault.create(passphrase);
        return opened(window);
      }),
    'vault.unlock': ({ passphrase }) =>
      inTurn(async () => {
        await vault.unlock(passphrase);
        return opened(window);
      }),
  };
}

/** A connection whose exchange asks for keys; throws NOT_FOUND or REFUSED. */
export function keyedConnection(
  window: WindowContext,
  connection: string,
): KnownConnection & { readonly exchange: KeyedExchange } {
  const known = knownConnection(window, connection);
  const exchange = window.keys.exchangeOf(known.id);
  if (exchange === undefined) throw new RequestError('REFUSED', `${connection} needs no keys: it trades on paper only`);
  return { ...known, exchange };
}

/** Engines that wait for their keys go on. */
async function opened(window: WindowContext): Promise<ResultOf<'vault.status'>> {
  const ids = window.manager.views.map(({ id }) => id).filter((id) => window.keys.exchangeOf(id) !== undefined);
  for (const id of ids) window.live.settle(id);
  await window.roster.wake(ids);
  return vaultStatus(window);
}

function vaultStatus({ keys }: WindowContext): ResultOf<'vault.status'> {
  const { isCreated, isUnlocked, stored } = keys.vault.status();
  return { isCreated, isUnlocked, storedFor: [...stored.keys()] };
}

/** Other keys are another account for all we know: what was verified and allowed is not theirs. */
async function setSecrets(
  window: WindowContext,
  { connection, values }: CheckedParamsOf<'connections.setSecrets'>,
): Promise<ConnectionRow> {
  const { id, exchange } = keyedConnection(window, connection);
  const names = exchange.fields.map(({ name }) => name);
  const isWhole = names.every((name) => Object.hasOwn(values, name)) && Object.keys(values).length === names.length;
  if (!isWhole) throw new RequestError('BAD_REQUEST', `expected a value for each of ${names.join(', ')}, and no other`);
  const { keys, live, roster } = window;
  if (!keys.vault.isUnlocked) throw new RequestError('REFUSED', LOCKED);
  live.keysChanged(id, 'its keys were replaced');
  await keys.vault.set(id, values);
  live.say(id, 'Keys were stored (window).', 'info');
  await roster.restart(id);
  return connectionRow(window, knownConnection(window, connection));
}

const LOCKED = 'the vault has to be open for that: make it, or unlock it, with its passphrase';

async function deleteSecrets(
  window: WindowContext,
  { connection, reason }: CheckedParamsOf<'connections.deleteSecrets'>,
): Promise<ConnectionRow> {
  const { id } = keyedConnection(window, connection);
  const { keys, live, roster } = window;
  if (!keys.vault.isUnlocked) throw new RequestError('REFUSED', LOCKED);
  live.keysChanged(id, `its keys were deleted: ${reason}`);
  await keys.vault.delete(id);
  live.say(id, `Keys were deleted (window: ${reason}).`, 'info');
  await roster.restart(id);
  return connectionRow(window, knownConnection(window, connection));
}
