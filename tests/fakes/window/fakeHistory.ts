// The answers of the window's fake about what happened.
import { type Answers, newestFirst, newestLast, type Some } from './answers.ts';
import { DAYS, equityCurve, makeEvidence, SIGNALS, STRATEGIES, TRADES } from './fakeAccount.ts';
import { BREAKDOWN, DISTRIBUTION, DRAWDOWN, METRICS } from './fakeBacktest.ts';
import { CONNECTION, NOW, SYMBOLS } from './fakeMarket.ts';
import { decisionHead } from './fakeModels.ts';
import { ACTIVITY } from './fakeStreams.ts';

export const historyAnswers: Some<'trades' | 'analytics' | 'activity' | 'signals' | 'decisions' | 'ledger' | 'equity'> &
  Pick<Answers, 'markers'> = {
  'trades.list': ({ strategy, symbol, limit }) =>
    newestLast(
      TRADES.filter(
        (trade) =>
          (strategy === undefined || trade.strategy === strategy) && (symbol === undefined || trade.symbol === symbol),
      ),
      limit,
    ),
  'trades.export': () => ({ fileName: 'trades-simulator.csv', csv: 'id,symbol\nt1,BTC/USDT:USDT\n', rows: 1 }),
  'analytics.daily': () => ({
    items: [
      {
        connection: CONNECTION,
        isSimulated: true,
        quote: 'USDT',
        zone: 'UTC',
        ...(DAYS[0] === undefined ? {} : { today: DAYS[0] }),
        days: [...DAYS],
      },
    ],
  }),
  'analytics.performance': () => ({
    connection: CONNECTION,
    isSimulated: true,
    quote: 'USDT',
    from: NOW - 62 * 86_400_000,
    to: NOW,
    metrics: [...METRICS],
    drawdown: DRAWDOWN,
    breakdown: BREAKDOWN,
    distribution: DISTRIBUTION,
    calendar: [...DAYS],
  }),
  'activity.list': ({ limit }) => newestLast(ACTIVITY, limit),
  'signals.list': ({ strategy, symbol, outcome, limit }) =>
    newestLast(
      [...SIGNALS]
        .reverse()
        .filter(
          (row) =>
            (strategy === undefined || row.signal.strategy === strategy) &&
            (symbol === undefined || row.signal.symbol === symbol) &&
            (outcome === undefined || row.decision?.outcome === outcome),
        ),
      limit,
    ),
  'decisions.list': ({ limit, symbol }) =>
    newestFirst(
      SYMBOLS.flatMap((each) => STRATEGIES.map((_, index) => decisionHead(index, each, NOW - 420_000))).filter(
        (head) => symbol === undefined || head.symbol === symbol,
      ),
      limit,
    ),
  'decisions.explain': ({ symbol, at }) => {
    const closeTime = Math.floor((at ?? NOW) / 900_000) * 900_000;
    return {
      items: [0, 1, 8].map((index) => ({
        ...decisionHead(index, symbol, closeTime),
        evidence: [{ side: 'long' as const, evidence: makeEvidence(index === 8) }],
        signals: index === 8 ? [...SIGNALS.slice(0, 1)] : [],
        orders: [],
      })),
    };
  },
  'ledger.list': () => ({
    items: [
      {
        connection: CONNECTION,
        sequence: 1,
        at: NOW - 62 * 86_400_000,
        kind: 'deposit' as const,
        amount: '10000',
        balance: '10000',
        cause: 'start',
      },
    ],
    hasMore: false,
  }),
  'equity.list': () => equityCurve(),
  markers: ({ symbol, from, to }) => ({
    fills: [],
    trades: TRADES.filter((trade) => trade.symbol === symbol && trade.exitAt >= from && trade.entryAt < to),
    orders: [],
    signals: SIGNALS.filter(({ signal }) => signal.symbol === symbol).map(({ signal, decision }) => ({
      id: signal.id,
      strategy: signal.strategy,
      action: signal.action,
      side: signal.side,
      at: signal.candleCloseTime,
      ...(decision === undefined ? {} : { outcome: decision.outcome }),
      reason: decision?.reason ?? '',
    })),
  }),
};
