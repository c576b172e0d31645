// What has to be so before a connection may trade live, each looked at now: the window shows it, and the switch itself asks it again.
import type { z } from 'zod';
import type { checklistRecord, checklistStep } from '../../../shared/contract/records/connection.ts';
import type { CheckedParamsOf } from '../../../shared/contract/requests.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import { numberText } from '../../../shared/figures.ts';
import { secondText } from '../../../shared/time.ts';
import type { KeyedExchange } from '../../venues/ports.ts';
import { type HostView, statusOf } from '../host/hostStatus.ts';
import type { Wall } from '../wall.ts';
import type { KeyRing, KeyState } from './keyRing.ts';
import { type LiveControl, VERIFIED_MS } from './liveControl.ts';

export type Checklist = z.output<typeof checklistRecord>;
type Step = z.output<typeof checklistStep>;
type Found = Pick<Step, 'status' | 'detail'>;

export interface ChecklistSources {
  readonly keys: KeyRing;
  readonly live: LiveControl;
  readonly wall: Wall;
}

export interface CheckedConnection {
  readonly id: ConnectionId;
  readonly exchange: KeyedExchange;
  /** Undefined: this run of the program has not started it. */
  readonly view: HostView | undefined;
  readonly risk: RiskConfig;
}

const LABELS: Readonly<Record<Step['id'], string>> = {
  enabled: 'The connection is switched on',
  vault: 'The vault is open',
  keys: 'Keys are stored, may trade and may not withdraw',
  verified: 'The connection was verified with these keys',
  agreed: 'Books and exchange agree',
  limits: 'I have read the limits',
  killSwitch: 'I know the kill switch',
  sentence: 'The sentence is typed',
};

const done = (detail: string): Found => ({ status: 'done', detail });
const todo = (detail: string): Found => ({ status: 'todo', detail });
const failed = (detail: string): Found => ({ status: 'fail', detail });
const toConfirm = (detail: string): Found => ({ status: 'confirm', detail });

/** What the exchange says is a step, never a rejection. */
export async function checklistOf(
  { id, view, exchange, risk }: CheckedConnection,
  sources: ChecklistSources,
): Promise<Checklist> {
  const state = await sources.keys.look(id, exchange);
  const sentence = `trade live on ${id}`;
  const found: Readonly<Record<Step['id'], Found>> = {
    enabled: view?.isOff === false ? done('it is on') : todo('it is switched off: switch it on'),
    vault: vaultStep(state),
    keys: keysStep(state),
    verified: verifiedStep(sources.live.verifiedAt(id), sources.wall.now()),
    agreed: agreedStep(view),
    limits: toConfirm('no order may go beyond them; they are changed under Risk'),
    killSwitch: toConfirm('it cancels every order and closes every position, from every view and from the terminal'),
    sentence: toConfirm(`type "${sentence}"`),
  };
  const ids = Object.keys(LABELS) as Step['id'][];
  const steps = ids.map((step) => ({ id: step, label: LABELS[step], ...found[step] }));
  return {
    ...{ connection: id, isLive: sources.live.isLive(id), steps, sentence },
    isReady: steps.every(({ status }) => status === 'done' || status === 'confirm'),
    limits: limitRows(view?.config.risk ?? risk, view?.config.instruments[0]?.quote ?? ''),
  };
}

/** What keeps the switch from going on: every step that is not done, and what was not confirmed. */
export function missingOf(
  { steps, sentence }: Checklist,
  given: Pick<CheckedParamsOf<'connections.setLive'>, 'confirmed' | 'sentence'>,
): readonly string[] {
  return steps.flatMap(({ id, label, status, detail }) => {
    if (status === 'done') return [];
    if (status !== 'confirm') return [`${label}: ${detail}`];
    if (id === 'sentence') return given.sentence === sentence ? [] : [`${label}: ${detail}, to the letter`];
    const isConfirmed = given.confirmed.some((one) => one === id);
    return isConfirmed ? [] : [`${label}: it was not confirmed`];
  });
}

function vaultStep({ state, ...rest }: KeyState): Found {
  const detail = 'detail' in rest ? rest.detail : '';
  if (state === 'damaged') return failed(detail);
  return state === 'noVault' || state === 'locked' ? todo(detail) : done('it is open');
}

function keysStep(found: KeyState): Found {
  if (found.state === 'refused' || found.state === 'unasked') return failed(found.detail);
  if (found.state === 'missing') return todo(found.detail);
  if (found.state !== 'accepted') return todo('they cannot be read before the vault is open');
  const { canTrade, canWithdraw } = found.rights;
  if (canWithdraw) return failed('these keys may withdraw money: make others without that right, and delete these');
  return canTrade ? done('the exchange accepts them') : failed('these keys may only look: make others that may trade');
}

function verifiedStep(at: number | undefined, now: number): Found {
  if (at === undefined) return todo('verify it; the verification is good for 24 hours');
  const ageMs = now - at;
  if (ageMs >= 0 && ageMs < VERIFIED_MS) return done(`on ${secondText(at)} UTC`);
  return todo(
    `the verification of ${secondText(at)} UTC does not count any more, as it is only good for 24 hours: verify again`,
  );
}

function agreedStep(view: HostView | undefined): Found {
  if (view === undefined) return todo('its engine does not run');
  const { feed, state, detail } = statusOf(view);
  if (view.host?.core.config === undefined) return todo(`its engine does not run: ${detail === '' ? state : detail}`);
  if (view.host.core.control.isSafeMode) return failed('its engine is in safe mode: resume it with a reason first');
  if (!feed.isConnected) return todo(`it is not connected: ${feed.detail}`);
  if (feed.reconcilingSymbols.length > 0) return failed(`they differ in ${feed.reconcilingSymbols.join(', ')}`);
  return feed.isReconciling ? todo('they are being compared: wait a moment') : done('orders, positions and balance');
}

/** As they act on this account. */
function limitRows(risk: RiskConfig, quote: string): Checklist['limits'] {
  const row = (label: string, value: number | string | null, unit: string): Checklist['limits'][number] => ({
    label,
    value: value === null ? 'off' : `${numberText(Number(value), { decimals: decimalsOf(value) })}${unit}`,
  });
  return [
    row('Largest order', risk.maxNotionalPerOrder, ` ${quote}`),
    row('Open positions', risk.maxOpenPositions, ''),
    row('Exposure in one symbol', risk.maxExposurePerSymbolPct, ' % of equity'),
    row('Exposure in all', risk.maxExposureTotalPct, ' % of equity'),
    row('Leverage', risk.maxLeverage, 'x'),
    row('Orders in ten seconds', risk.maxOrdersPer10s, ''),
    row('Loss in a day', risk.maxDailyLossPct, ' % of equity'),
    row('Fall from the highest equity', risk.maxDrawdownPct, ' %'),
    row('Losing trades in a row', risk.maxConsecutiveLosses, ''),
    row('Distance of a limit price', risk.priceCollarPct, ' % of the price'),
  ];
}

const decimalsOf = (value: number | string): number => (String(value).split('.')[1] ?? '').length;
