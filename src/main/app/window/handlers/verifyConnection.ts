// Whether a connection can do what it must: each thing is really asked for, and timed.
import type { ResultOf } from '../../../../shared/contract/requests.ts';
import { toEpochMs } from '../../../../shared/domain/ids.ts';
import { timeframeMs } from '../../../../shared/time.ts';
import { withoutPaths } from '../../../ipc/requestError.ts';
import type { EngineHost } from '../../host/engineHost.ts';

type Step = ResultOf<'connections.verify'>['steps'][number];
type Found = Pick<Step, 'status' | 'detail'>;

const found = (status: Step['status'], detail: string): Found => ({ status, detail });

/** Never rejects: what fails is a step that says so. */
export async function verifyConnection(host: EngineHost): Promise<ResultOf<'connections.verify'>> {
  const { core, connection, link } = host;
  const { venue, feed, clock, baseTimeframe, instruments } = connection;
  const [first] = instruments;
  const lengthMs = timeframeMs(baseTimeframe);
  const checks: readonly (readonly [id: string, label: string, check: () => Promise<Found> | Found])[] = [
    [
      'streams',
      'Streams are connected',
      () =>
        link?.status.isConnected === true
          ? found('pass', link.status.detail)
          : found('fail', link?.status.detail ?? 'not connected'),
    ],
    [
      'clock',
      'The clock agrees',
      async () => {
        const skewMs = Math.abs((await venue.time()) - clock.now());
        const limit = core.settings.risk.maxClockSkewMs;
        return found(
          limit !== null && skewMs > limit ? 'fail' : 'pass',
          `it differs by ${String(Math.round(skewMs))} ms`,
        );
      },
    ],
    [
      'candles',
      'Candles can be read',
      async () => {
        if (first === undefined) return found('fail', 'the connection has no market');
        const to = clock.now();
        const candles = await feed.candles({
          symbol: first.symbol,
          timeframe: baseTimeframe,
          from: toEpochMs(to - 10 * lengthMs),
          to,
        });
        return candles.length > 0
          ? found('pass', `${String(candles.length)} of ${first.symbol}`)
          : found('warn', `none of ${first.symbol} lately`);
      },
    ],
    [
      'prices',
      'Prices are fresh',
      () => {
        const newest = Math.max(0, ...[...core.markets.values()].map(({ pricedAt }) => pricedAt));
        if (newest === 0) return found('warn', 'none has come yet');
        const ageMs = Math.max(0, core.clock - newest);
        return found(
          ageMs > core.settings.freshness.markMaxAgeMs ? 'warn' : 'pass',
          `the newest is ${String(ageMs)} ms old`,
        );
      },
    ],
    [
      'balance',
      'The balance can be read',
      async () => {
        const [balance, ours] = [await venue.balance(), core.portfolio.balance];
        const text = `${balance.roundTo(2, 'halfEven').toString()} ${first?.quote ?? ''}`;
        return balance.minus(ours).abs().toNumber() < 0.01
          ? found('pass', text)
          : found('warn', `${text}; our books say ${ours.roundTo(2, 'halfEven').toString()}`);
      },
    ],
    [
      'orders',
      'Orders can be read',
      async () => found('pass', `${String((await venue.openOrders()).length)} are working`),
    ],
    [
      'positions',
      'Positions can be read',
      async () => found('pass', `${String((await venue.positions()).length)} are open`),
    ],
    [
      'reconciled',
      'Books and exchange agree',
      () => {
        const { isReconciling, reconciling } = core.feed;
        if (!isReconciling && reconciling.size === 0) return found('pass', 'orders and positions agree');
        return found(
          'warn',
          reconciling.size === 0 ? 'they are being compared' : `being compared: ${[...reconciling].join(', ')}`,
        );
      },
    ],
  ];
  const steps: Step[] = [];
  for (const [id, label, check] of checks) steps.push({ id, label, ...(await timed(check)) });
  return { isVerified: steps.every(({ status }) => status !== 'fail'), steps };
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
