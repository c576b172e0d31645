// The whole of each stream as it is now, for a window that begins to follow it.
import type { HealthReport } from '../../../shared/contract/records/system.ts';
import type { Snapshots } from '../../ipc/streams/hub.ts';
import { toWire } from '../../ipc/toWire.ts';
import type { ForedeckStore } from '../../store/foredeckStore.ts';
import type { EngineManager } from '../engineManager.ts';
import type { EngineHost } from '../host/engineHost.ts';
import type { BacktestJobs } from './backtests/backtestJobs.ts';
import { closedCandle, engineSummary, portfolioRow, positionRow } from './rows/engineRows.ts';
import { fillRow, orderRow, tradeRow } from './rows/tradingRows.ts';

export interface SnapshotSources {
  readonly manager: EngineManager;
  readonly store: ForedeckStore;
  readonly jobs: () => BacktestJobs['rows'];
  readonly health: () => HealthReport;
}

/** Of each connection; older ones are asked for. */
const NEWEST = 100;

export function snapshotsOf({ manager, store, jobs, health }: SnapshotSources): Snapshots {
  const { trading } = store;
  const recent = { limit: NEWEST };
  const each = <T>(read: (host: EngineHost, isSimulated: boolean) => readonly T[]): readonly T[] =>
    manager.views.flatMap(({ host, isSimulated }) => (host?.core.config === undefined ? [] : read(host, isSimulated)));
  return {
    engines: () => manager.views.map(engineSummary),
    marks: () =>
      each(({ id: connection, core }) =>
        [...core.markets.values()].flatMap(({ symbol, bid, ask, price: last, pricedAt: at }) =>
          last === 0 ? [] : [{ connection, symbol, bid, ask, last, at }],
        ),
      ),
    candles: () =>
      each(({ id, recent: { lastCandles } }) => [...lastCandles.values()].map((one) => closedCandle(id, one))),
    orders: () => each(({ id, core }) => core.orders.open.map((order) => ({ ...orderRow(id, order), journalSeq: 0 }))),
    trades: () => [
      ...trading
        .fills(recent)
        .map((fill) => ({ kind: 'fill' as const, journalSeq: 0, fill: fillRow(fill.connection, fill, fill.strategy) })),
      ...trading
        .trades(recent)
        .map((trade) => ({ kind: 'trade' as const, journalSeq: 0, trade: tradeRow(trade.connection, trade) })),
    ],
    signals: () => trading.signals(recent).map((signal) => ({ ...toWire(signal), journalSeq: 0 })),
    positions: () =>
      each((host) => [...host.core.portfolio.open].map((held) => ({ ...positionRow(host, held), journalSeq: 0 }))),
    portfolio: () => each((host, isSimulated) => [{ ...portfolioRow(host, isSimulated), journalSeq: 0 }]),
    predictions: () => [],
    activity: () => trading.activity(recent).map((line) => ({ ...line, journalSeq: 0 })),
    health: () => [health()],
    jobs,
  };
}
