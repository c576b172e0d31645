// Whether a connection can do what it must: each thing is really asked for, and timed.
import type { ResultOf } from '../../../../shared/contract/requests.ts';
import { toEpochMs } from '../../../../shared/domain/ids.ts';
import type { OrderType } from '../../../../shared/domain/order.ts';
import type { Decimal } from '../../../../shared/money.ts';
import { timeframeMs } from '../../../../shared/time.ts';
import { withoutPaths } from '../../../ipc/requestError.ts';
import type { EngineHost } from '../../host/engineHost.ts';
import type { KeyState } from '../../live/keyRing.ts';

type Step = ResultOf<'connections.verify'>['steps'][number];
type Found = Pick<Step, 'status' | 'detail'>;

const found = (status: Step['status'], detail: string): Found => ({ status, detail });

interface Check {
  readonly id: string;
  readonly label: string;
  readonly look: (host: EngineHost) => Promise<Found> | Found;
}

const CHECKS: readonly Check[] = [
  { id: 'streams', label: 'Streams are connected', look: streams },
  { id: 'clock', label: 'The clock agrees', look: clock },
  { id: 'candles', label: 'Candles can be read', look: candles },
  { id: 'prices', label: 'Prices are fresh', look: prices },
  { id: 'balance', label: 'The balance can be read', look: balance },
  {
    ...{ id: 'orders', label: 'Orders can be read' },
    look: async ({ connection }) =>
      found('pass', `${String((await connection.venue.openOrders()).length)} are working`),
  },
  {
    ...{ id: 'positions', label: 'Positions can be read' },
    look: async ({ connection }) => found('pass', `${String((await connection.venue.positions()).length)} are open`),
  },
  { id: 'markets', label: 'Markets and order types fit', look: markets },
  { id: 'reconciled', label: 'Books and exchange agree', look: agreement },
];

/** What its keys are good for, before anything is asked with them: each step needs the one before. Never rejects. */
export async function keySteps(
  look: () => Promise<KeyState>,
): Promise<{ readonly state: KeyState; readonly steps: readonly Step[]; readonly isPassed: boolean }> {
  const startedAt = performance.now();
  const state = await look();
  const ms = Math.round((performance.now() - startedAt) * 10) / 10;
  const steps: Step[] = [];
  for (const { isSo, ...step } of keyChecks(state)) {
    steps.push({ ...step, status: isSo ? 'pass' : 'fail', ms: step.id === 'access' ? ms : 0 });
    if (!isSo) return { state, steps, isPassed: false };
  }
  return { state, steps, isPassed: true };
}

function keyChecks(state: KeyState): readonly (Pick<Step, 'id' | 'label' | 'detail'> & { readonly isSo: boolean })[] {
  const isStored = state.state === 'accepted' || state.state === 'refused' || state.state === 'unasked';
  const rights = state.state === 'accepted' ? state.rights : undefined;
  const said = 'detail' in state ? state.detail : '';
  return [
    { id: 'keys', label: 'Keys are stored', isSo: isStored, detail: isStored ? 'they are in the vault' : said },
    { id: 'access', label: 'The exchange accepts them', isSo: rights !== undefined, detail: said || 'it does' },
    {
      ...{ id: 'trade', label: 'They may trade', isSo: rights?.canTrade === true },
      detail: rights?.canTrade === true ? 'they may' : 'they may only look: make keys that may trade',
    },
    {
      ...{ id: 'withdraw', label: 'They may not withdraw', isSo: rights?.canWithdraw === false },
      detail:
        rights?.canWithdraw === false
          ? 'they may not'
          : 'they may withdraw money: make keys without that right, and delete these',
    },
  ];
}

/** Never rejects: what fails is a step that says so. */
export async function verifyHost(host: EngineHost): Promise<ResultOf<'connections.verify'>> {
  const steps: Step[] = [];
  for (const { id, label, look } of CHECKS) steps.push({ id, label, ...(await timed(() => look(host))) });
  return { isVerified: steps.every(({ status }) => status !== 'fail'), steps };
}

function streams({ link }: EngineHost): Found {
  const { isConnected = false, detail = 'not connected' } = link?.status ?? {};
  return found(isConnected ? 'pass' : 'fail', detail);
}

async function clock({ connection, core }: EngineHost): Promise<Found> {
  const skewMs = Math.abs((await connection.venue.time()) - connection.clock.now());
  const limit = core.settings.risk.maxClockSkewMs;
  const isTooMuch = limit !== null && skewMs > limit;
  return found(isTooMuch ? 'fail' : 'pass', `it differs by ${String(Math.round(skewMs))} ms`);
}

async function candles({ connection }: EngineHost): Promise<Found> {
  const [first] = connection.instruments;
  if (first === undefined) return found('fail', 'the connection has no market');
  const { symbol } = first;
  const { baseTimeframe: timeframe, feed } = connection;
  const to = connection.clock.now();
  const read = await feed.candles({ symbol, timeframe, from: toEpochMs(to - 10 * timeframeMs(timeframe)), to });
  return read.length > 0
    ? found('pass', `${String(read.length)} of ${symbol}`)
    : found('warn', `none of ${symbol} lately`);
}

function prices({ core }: EngineHost): Found {
  const newest = Math.max(0, ...[...core.markets.values()].map(({ pricedAt }) => pricedAt));
  if (newest === 0) return found('warn', 'none has come yet');
  const ageMs = Math.max(0, core.clock - newest);
  const isOld = ageMs > core.settings.freshness.markMaxAgeMs;
  return found(isOld ? 'warn' : 'pass', `the newest is ${String(ageMs)} ms old`);
}

async function balance({ connection, core }: EngineHost): Promise<Found> {
  const theirs = await connection.venue.balance();
  const ours = core.portfolio.balance;
  const shown = (amount: Decimal): string => amount.roundTo(2, 'halfEven').toString();
  const text = `${shown(theirs)} ${connection.instruments[0]?.quote ?? ''}`;
  return shown(theirs) === shown(ours) ? found('pass', text) : found('warn', `${text}; our books say ${shown(ours)}`);
}

/** What an entry and its protection are made of. */
const NEEDED: readonly OrderType[] = ['market', 'limit', 'stop', 'takeProfit'];

function markets({ connection, core }: EngineHost): Found {
  const there = new Map(connection.instruments.map((one) => [one.symbol, one]));
  const wanted = core.settings.instruments.map(({ symbol }) => symbol);
  const absent = wanted.filter((symbol) => !there.has(symbol));
  if (absent.length > 0) return found('fail', `the exchange does not have ${absent.join(', ')}`);
  const missing = NEEDED.filter((type) => !connection.orderTypes.includes(type));
  if (missing.length > 0) return found('fail', `the exchange takes no orders of type ${missing.join(', ')}`);
  const idle = wanted.filter((symbol) => there.get(symbol)?.isActive === false);
  return idle.length > 0
    ? found('warn', `the exchange has stopped trading ${idle.join(', ')}`)
    : found('pass', `${String(wanted.length)} markets, ${String(connection.orderTypes.length)} order types`);
}

function agreement({ core }: EngineHost): Found {
  const { isReconciling, reconciling } = core.feed;
  if (!isReconciling && reconciling.size === 0) return found('pass', 'orders and positions agree');
  return found(
    'warn',
    reconciling.size === 0 ? 'they are being compared' : `being compared: ${[...reconciling].join(', ')}`,
  );
}

async function timed(check: () => Promise<Found> | Found): Promise<Found & { ms: number }> {
  const startedAt = performance.now();
  const ms = (): number => Math.round((performance.now() - startedAt) * 10) / 10;
  try {
    return { ...(await check()), ms: ms() };
  } catch (error) {
    return { ...found('fail', withoutPaths(error instanceof Error ? error.message : String(error))), ms: ms() };
  }
}
