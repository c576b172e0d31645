// Every stream of the window: one map, as with the requests. A snapshot comes first, then what changed.
import { z } from 'zod';
import { stream, type StreamMode } from './define.ts';
import { count } from './fields.ts';
import { jobRow } from './records/backtest.ts';
import { activityRow, candleRow, engineSummary, markRow } from './records/engine.ts';
import { fillRow, orderRow } from './records/order.ts';
import { portfolioRow, positionRow, tradeRow } from './records/portfolio.ts';
import { consensusRow } from './records/prediction.ts';
import { signalRow } from './records/signal.ts';
import { healthReport } from './records/system.ts';

/** The step of the connection's journal that an item comes from; 0: a live figure between steps. */
const journalSeq = { journalSeq: count };

export const STREAMS = {
  engines: stream('conflated', 'State, equity, day P&L, data light and switches of each engine: the top bar.', {
    key: 'connection',
    item: engineSummary,
  }),
  marks: stream('conflated', 'The newest price of each symbol.', { key: 'connection, symbol', item: markRow }),
  candles: stream('lossless', 'Each candle as it closes; the one that forms, conflated.', {
    key: 'connection, symbol, timeframe, openTime',
    item: candleRow,
  }),
  orders: stream('lossless', 'Every change of an order. Snapshot: the working ones.', {
    key: 'connection, clientOrderId',
    item: z.strictObject({ ...orderRow.shape, ...journalSeq }),
  }),
  trades: stream('lossless', 'Every fill and every closed trade. Snapshot: the newest ones.', {
    key: 'connection, fillId or trade id',
    item: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('fill'), ...journalSeq, fill: fillRow }),
      z.strictObject({ kind: z.literal('trade'), ...journalSeq, trade: tradeRow }),
    ]),
  }),
  signals: stream('lossless', 'Every signal with what became of it. Snapshot: the newest ones.', {
    key: 'connection, signal id',
    item: z.strictObject({ ...signalRow.shape, ...journalSeq }),
  }),
  positions: stream('lossless', 'Every change of a position; its live figures, conflated. Snapshot: the open ones.', {
    key: 'connection, strategy, symbol',
    item: z.strictObject({ ...positionRow.shape, ...journalSeq }),
  }),
  portfolio: stream('lossless', 'Every equity sample of an account; its live figures, conflated.', {
    key: 'connection',
    item: z.strictObject({ ...portfolioRow.shape, ...journalSeq }),
  }),
  predictions: stream('conflated', 'The consensus of each symbol with every vote.', {
    key: 'connection, symbol, timeframe',
    item: consensusRow,
  }),
  activity: stream('lossless', 'Every line of the activity. Snapshot: the newest ones.', {
    key: 'none: each is one of its own',
    item: z.strictObject({ ...activityRow.shape, ...journalSeq }),
  }),
  health: stream('snapshot', 'The health report, again whenever it is checked.', { key: 'one', item: healthReport }),
  jobs: stream('conflated', 'Progress of long work.', { key: 'id', item: jobRow }),
} as const;

export type StreamName = keyof typeof STREAMS;
export type ItemOf<S extends StreamName> = z.output<(typeof STREAMS)[S]['item']>;

export const STREAM_NAMES = Object.keys(STREAMS) as readonly StreamName[];

export const isStreamName = (name: string): name is StreamName => Object.hasOwn(STREAMS, name);

export const modeOf = (name: StreamName): StreamMode => STREAMS[name].mode;
