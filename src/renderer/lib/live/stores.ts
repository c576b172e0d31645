// What main pushed, one store per stream. Only `connectStores` writes; components read with selectors.
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { ActivityRow, CandleRow, EngineSummary, MarkRow } from '../../../shared/contract/records/engine.ts';
import type { JobRow } from '../../../shared/contract/records/backtest.ts';
import type { FillRow, OrderRow } from '../../../shared/contract/records/order.ts';
import type { PortfolioRow, PositionRow, TradeRow } from '../../../shared/contract/records/portfolio.ts';
import type { ConsensusRow } from '../../../shared/contract/records/prediction.ts';
import type { SignalRow } from '../../../shared/contract/records/signal.ts';
import type { HealthReport } from '../../../shared/contract/records/system.ts';
import { applyRows, NO_ROWS, type RowRules, type Rows } from './rows.ts';

export interface LiveRows<Row> extends Rows<Row> {
  /** False until the first snapshot. */
  readonly isLive: boolean;
}

export interface RowStore<Row> {
  readonly use: UseBoundStore<StoreApi<LiveRows<Row>>>;
  readonly apply: (rows: readonly Row[], isReset: boolean) => void;
}

function createRowStore<Row>(rules: RowRules<Row>): RowStore<Row> {
  const use = create<LiveRows<Row>>(() => ({ ...(NO_ROWS as Rows<Row>), isLive: false }));
  return {
    use,
    apply(rows, isReset) {
      const before = use.getState();
      const after = applyRows(before, { rows, isReset }, rules);
      if (after !== before || !before.isLive)
        use.setState({ byKey: after.byKey, list: after.list, isLive: true }, true);
    },
  };
}

const joined = (...parts: readonly (string | number | undefined)[]): string => parts.join(' ');

/** Keys that tables and other views use too. */
export const keys = {
  position: (row: Pick<PositionRow, 'connection' | 'strategy' | 'symbol'>) =>
    joined(row.connection, row.strategy, row.symbol),
  order: (row: Pick<OrderRow, 'connection' | 'clientOrderId'>) => joined(row.connection, row.clientOrderId),
  trade: (row: Pick<TradeRow, 'connection' | 'id'>) => joined(row.connection, row.id),
  fill: (row: Pick<FillRow, 'connection' | 'fillId'>) => joined(row.connection, row.fillId),
  signal: (row: SignalRow) => joined(row.connection, row.signal.id),
  mark: (row: Pick<MarkRow, 'connection' | 'symbol'>) => joined(row.connection, row.symbol),
  consensus: (row: Pick<ConsensusRow, 'connection' | 'symbol' | 'timeframe'>) =>
    joined(row.connection, row.symbol, row.timeframe ?? 'all'),
  candle: (row: Pick<CandleRow, 'connection' | 'symbol' | 'timeframe'>) =>
    joined(row.connection, row.symbol, row.timeframe),
} as const;

/** Lines have no key of their own: their place in the arrival is one. */
export interface NumberedActivity extends ActivityRow {
  readonly arrival: number;
}

export const rowStores = {
  engines: createRowStore<EngineSummary>({ keyOf: (row) => row.connection }),
  portfolio: createRowStore<PortfolioRow>({ keyOf: (row) => row.connection }),
  positions: createRowStore<PositionRow>({ keyOf: keys.position, isGone: (row) => !row.isOpen }),
  orders: createRowStore<OrderRow>({ keyOf: keys.order, isGone: (row) => !row.isWorking }),
  trades: createRowStore<TradeRow>({ keyOf: keys.trade, timeOf: (row) => row.exitAt, limit: 500 }),
  fills: createRowStore<FillRow>({ keyOf: keys.fill, timeOf: (row) => row.at, limit: 500 }),
  signals: createRowStore<SignalRow>({ keyOf: keys.signal, timeOf: (row) => row.signal.candleCloseTime, limit: 500 }),
  marks: createRowStore<MarkRow>({ keyOf: keys.mark }),
  consensus: createRowStore<ConsensusRow>({ keyOf: keys.consensus }),
  activity: createRowStore<NumberedActivity>({
    keyOf: (row) => String(row.arrival),
    timeOf: (row) => row.arrival,
    limit: 2000,
  }),
  jobs: createRowStore<JobRow>({ keyOf: (row) => row.id, timeOf: (row) => row.startedAt }),
} as const;

export const useEngines = rowStores.engines.use;
export const usePortfolio = rowStores.portfolio.use;
export const usePositions = rowStores.positions.use;
export const useOrders = rowStores.orders.use;
export const useTrades = rowStores.trades.use;
export const useFills = rowStores.fills.use;
export const useSignals = rowStores.signals.use;
export const useMarks = rowStores.marks.use;
export const useConsensus = rowStores.consensus.use;
export const useActivity = rowStores.activity.use;
export const useJobs = rowStores.jobs.use;

export const useHealthReport = create<{ readonly report: HealthReport | undefined }>(() => ({ report: undefined }));
