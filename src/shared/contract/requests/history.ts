// What happened: trades, signals, decisions, ledger, equity, activity, and the figures computed of them.
import { z } from 'zod';
import { query } from '../define.ts';
import { count, filterFields, id, limit, listOf, pageOf, symbol, time } from '../fields.ts';
import {
  breakdownRecord,
  dailyRow,
  dayRow,
  distributionRecord,
  drawdownRecord,
  metricRow,
} from '../records/analytics.ts';
import { activityRow } from '../records/engine.ts';
import { fillRow, orderRow } from '../records/order.ts';
import { equityColumns, ledgerRow, tradeRow } from '../records/portfolio.ts';
import {
  decisionHead,
  decisionLimit,
  evidenceRecord,
  positionSide,
  refusalCode,
  signalRow,
} from '../records/signal.ts';

const decisionExplanation = z.strictObject({
  ...decisionHead.shape,
  evidence: z.array(z.strictObject({ side: positionSide, evidence: evidenceRecord })),
  signals: z.array(signalRow),
  orders: z.array(orderRow),
});

export const historyRequests = {
  'trades.list': query('Closed positions, newest last.', {
    params: z.strictObject({ ...filterFields, limit }),
    result: pageOf(tradeRow),
  }),
  'trades.export': query('The same as CSV text.', {
    params: z.strictObject(filterFields),
    result: z.strictObject({ fileName: z.string(), csv: z.string(), rows: count }),
  }),
  'analytics.daily': query("Today's numbers, and every day before.", {
    params: z.strictObject({ connection: id.optional(), days: z.int().min(1).max(3660).default(90) }),
    result: listOf(dailyRow),
  }),
  'analytics.performance': query(
    'Metrics, results by strategy, symbol, side, hour and exit reason, distribution of R, calendar of daily P&L.',
    {
      params: z.strictObject({ ...filterFields, connection: id }),
      result: z.strictObject({
        connection: id,
        isSimulated: z.boolean(),
        quote: z.string(),
        from: time,
        to: time,
        metrics: z.array(metricRow),
        drawdown: drawdownRecord.optional(),
        breakdown: breakdownRecord,
        distribution: distributionRecord,
        calendar: z.array(dayRow),
      }),
    },
  ),
  'activity.list': query('Lines of the activity, newest last.', {
    params: z.strictObject({
      connection: id.optional(),
      level: z.enum(['info', 'warning', 'critical']).optional(),
      search: z.string().max(100).optional(),
      from: time.optional(),
      to: time.optional(),
      limit,
    }),
    result: pageOf(activityRow),
  }),
  'signals.list': query('Signals with what became of them, newest last.', {
    params: z.strictObject({
      ...filterFields,
      outcome: z.enum(['ordered', 'refused', 'ignored']).optional(),
      code: refusalCode.optional(),
      limit,
    }),
    result: pageOf(signalRow),
  }),
  'decisions.list': query('The looks of strategies at candles, newest first; what stopped each and since when.', {
    params: z.strictObject({
      connection: id.optional(),
      strategy: id.optional(),
      symbol: symbol.optional(),
      /** Those known at that time; absent: the newest. */
      at: time.optional(),
      limit: decisionLimit,
    }),
    result: pageOf(decisionHead),
  }),
  'decisions.explain': query('Why, or why not: evidence, what stopped it, since when and how far away it was.', {
    params: z.strictObject({
      connection: id.optional(),
      strategy: id.optional(),
      symbol,
      /** Any time of the candle after the close; absent: the newest. */
      at: time.optional(),
    }),
    result: z.strictObject({
      items: z.array(decisionExplanation),
      /** Why there are none. */
      reason: z.string().optional(),
    }),
  }),
  'ledger.list': query('Every cause of a change of the balance, newest last.', {
    params: z.strictObject({ ...filterFields, limit }),
    result: pageOf(ledgerRow),
  }),
  'equity.list': query('The equity curve of a connection, thinned out to so many points for drawing.', {
    params: z.strictObject({
      connection: id,
      from: time.optional(),
      to: time.optional(),
      points: z.int().min(2).max(20_000).default(2000),
    }),
    result: equityColumns,
  }),
  markers: query('Fills, trades, orders and signals in a span of one symbol, for its chart.', {
    params: z.strictObject({ connection: id, symbol, from: time, to: time }),
    result: z.strictObject({
      fills: z.array(fillRow),
      trades: z.array(tradeRow),
      orders: z.array(orderRow),
      signals: z.array(
        z.strictObject({
          id,
          strategy: id,
          action: z.enum(['entry', 'exit']),
          side: positionSide,
          at: time,
          outcome: z.enum(['ordered', 'refused', 'ignored']).optional(),
          reason: z.string(),
        }),
      ),
    }),
  }),
} as const;
