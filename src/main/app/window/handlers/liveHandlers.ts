// The way to live trading: verification, checklist, switch. Everything is looked at again here, whatever the window says it has shown.
import type { ConnectionRow } from '../../../../shared/contract/records/connection.ts';
import type { CheckedParamsOf, ResultOf } from '../../../../shared/contract/requests.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import { type Checklist, checklistOf, missingOf } from '../../live/checklist.ts';
import { connectionRow, knownConnection, NOT_LIVE } from '../rows/connectionRows.ts';
import { hostOf, type WindowContext } from '../windowContext.ts';
import { keyedConnection } from './keyHandlers.ts';
import { keySteps, verifyHost } from './verifyConnection.ts';

type Names = 'connections.verify' | 'connections.checklist' | 'connections.setLive';

export function liveHandlers(window: WindowContext): Pick<Handlers, Names> {
  const { inTurn } = window;
  return {
    'connections.verify': ({ connection }) => inTurn(() => verify(window, connection)),
    'connections.checklist': ({ connection }) => checklist(window, connection),
    'connections.setLive': (wish) => inTurn(() => setLive(window, wish)),
  };
}

async function verify(window: WindowContext, connection: string): Promise<ResultOf<'connections.verify'>> {
  const { id } = knownConnection(window, connection);
  const { keys, live } = window;
  const exchange = keys.exchangeOf(id);
  if (exchange === undefined) return verifyHost(hostOf(window, id));
  const { state, steps, isPassed } = await keySteps(() => keys.look(id, exchange));
  if (!isPassed) {
    // What the exchange says of these keys counts for the switch too.
    if (state.state === 'accepted' || state.state === 'refused')
      live.keysChanged(id, `its verification failed: ${steps.at(-1)?.detail ?? ''}`);
    return { isVerified: false, steps: [...steps] };
  }
  const view = window.manager.views.find((one) => one.id === id);
  if (view?.host?.core.config === undefined) {
    const detail = `its engine does not run: ${view === undefined || view.isOff ? 'it is switched off' : view.error}`;
    live.unverified(id);
    return {
      isVerified: false,
      steps: [...steps, { id: 'engine', label: 'Its engine runs', status: 'fail', detail, ms: 0 }],
    };
  }
  const found = await verifyHost(view.host);
  if (found.isVerified && state.state === 'accepted') live.verified(id, state.fingerprint);
  else live.unverified(id);
  return { isVerified: found.isVerified, steps: [...steps, ...found.steps] };
}

function checklist(window: WindowContext, connection: string): Promise<Checklist> {
  if (window.keys.exchangeOf(knownConnection(window, connection).id) === undefined)
    throw new RequestError('REFUSED', `${connection} cannot trade live. ${NOT_LIVE}`);
  const { id, exchange, view, config } = keyedConnection(window, connection);
  return checklistOf({ id, exchange, view, risk: config.risk }, window);
}

async function setLive(window: WindowContext, wish: CheckedParamsOf<'connections.setLive'>): Promise<ConnectionRow> {
  const { connection, isLive, reason } = wish;
  const { id } = knownConnection(window, connection);
  const { live } = window;
  if (!isLive) live.switchOff(id, `window: ${reason}`);
  else {
    const missing = missingOf(await checklist(window, connection), wish);
    if (missing.length > 0) {
      live.refused(id, missing.join('; '));
      const problems = missing.map((message) => ({ message }));
      throw new RequestError('REFUSED', `${connection} was not switched to live: ${missing.join('; ')}`, { problems });
    }
    if (!live.isLive(id)) live.switchOn(id, `window: ${reason}`);
  }
  return connectionRow(window, knownConnection(window, connection));
}
