// Made-up backtests for the window's fake: a job that runs for a few seconds and the report it leaves.
import type { JobRow, RunDetail, RunRow, SeriesRow } from '../../../src/shared/contract/records/backtest.ts';
import type { GroupRow, MetricRow } from '../../../src/shared/contract/records/analytics.ts';
import { equityCurve, EQUITY, TRADES } from './fakeAccount.ts';
import { candlesOf, DAY, NOW, SYMBOLS, TIMEFRAMES } from './fakeMarket.ts';

const metric = (id: string, rest: Pick<MetricRow, 'section' | 'label' | 'unit' | 'value'>): MetricRow => ({
  id,
  definition: `What ${rest.label.toLowerCase()} means, in a sentence.`,
  ...rest,
  ...(rest.value === null ? { reason: 'fewer than 30 days' } : {}),
});

export const METRICS: readonly MetricRow[] = [
  metric('returnPct', { section: 'return', label: 'Return', unit: 'percent', value: 4.12 }),
  metric('cagr', { section: 'return', label: 'CAGR', unit: 'percent', value: 27.3 }),
  metric('buyAndHold', { section: 'return', label: 'Buy and hold', unit: 'percent', value: -1.8 }),
  metric('maxDrawdownPct', { section: 'risk', label: 'Maximum drawdown', unit: 'percent', value: 3.4 }),
  metric('sharpe', { section: 'risk', label: 'Sharpe', unit: 'ratio', value: 1.31 }),
  metric('sortino', { section: 'risk', label: 'Sortino', unit: 'ratio', value: null }),
  metric('trades', { section: 'trades', label: 'Trades', unit: 'count', value: 240 }),
  metric('winRate', { section: 'trades', label: 'Win rate', unit: 'share', value: 0.472 }),
  metric('profitFactor', { section: 'trades', label: 'Profit factor', unit: 'ratio', value: 1.14 }),
  metric('expectancyR', { section: 'trades', label: 'Expectancy', unit: 'r', value: 0.05 }),
  metric('averageHold', { section: 'trades', label: 'Average hold', unit: 'duration', value: 17_400_000 }),
  metric('fees', { section: 'costs', label: 'Fees', unit: 'quote', value: 412.18 }),
];

const groups = (keyOf: (trade: (typeof TRADES)[number]) => string): GroupRow[] => {
  const byKey = new Map<string, (typeof TRADES)[number][]>();
  for (const trade of TRADES) byKey.set(keyOf(trade), [...(byKey.get(keyOf(trade)) ?? []), trade]);
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, trades]) => {
      const nets = trades.map(({ net }) => Number(net));
      const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
      const [gains, losses] = [sum(nets.filter((net) => net > 0)), sum(nets.filter((net) => net <= 0))];
      return {
        key,
        trades: trades.length,
        wins: nets.filter((net) => net > 0).length,
        losses: nets.filter((net) => net <= 0).length,
        net: sum(nets).toFixed(2),
        grossProfit: gains.toFixed(2),
        grossLoss: losses.toFixed(2),
        winRate: nets.filter((net) => net > 0).length / nets.length,
        profitFactor: losses === 0 ? null : gains / -losses,
        expectancy: sum(nets) / nets.length,
        expectancyR: 0.04,
        averageHoldMs: 14_000_000,
      };
    });
};

export const BREAKDOWN = {
  strategy: groups(({ strategy }) => strategy),
  symbol: groups(({ symbol }) => symbol),
  side: groups(({ side }) => side),
  exitReason: groups(({ exitReason }) => exitReason),
  hour: groups(({ entryAt }) => new Date(entryAt).toISOString().slice(11, 13)),
  month: groups(({ exitAt }) => new Date(exitAt).toISOString().slice(0, 7)),
};

export const DISTRIBUTION = {
  bins: Array.from({ length: 12 }, (_, index) => {
    const [from, to] = [index === 0 ? null : -3 + index * 0.5, index === 11 ? null : -2.5 + index * 0.5];
    return { from, to, trades: TRADES.filter(({ r = 0 }) => r >= (from ?? -99) && r < (to ?? 99)).length };
  }),
  withoutR: 0,
};

export const DRAWDOWN = {
  pct: 3.4,
  amount: 351.2,
  startAt: NOW - 40 * DAY,
  troughAt: NOW - 33 * DAY,
  recoveryAt: NOW - 20 * DAY,
  longestUnderWaterMs: 20 * DAY,
  underWaterMs: 44 * DAY,
};

const run = (index: number): RunRow => ({
  id: `run${String(index)}`,
  label: ['SMA cross, half size', 'RSI reversion on three symbols', 'Breakout, dear fees'][index] ?? 'A run',
  finishedAt: Date.now() - index * 5_400_000 - 600_000,
  isSimulated: true,
  strategies: ['sma-cross'],
  symbols: [SYMBOLS[0]],
  timeframe: '15m',
  from: NOW - 60 * DAY,
  to: NOW,
  quote: 'USDT',
  candles: 5760,
  trades: TRADES.length,
  netProfit: (EQUITY - 10_000).toFixed(2),
  returnPct: 4.12 - index * 3,
  maxDrawdownPct: 3.4 + index,
  sharpe: index === 2 ? null : 1.31 - index,
  profitFactor: 1.14 - index * 0.2,
  winRate: 0.472,
  buyAndHoldPct: -1.8,
  digest: `${String(index)}9f1c3be04`.padEnd(64, 'a'),
  durationMs: 840,
});

export const RUNS: RunRow[] = [run(0), run(1), run(2)];

export function runDetail(id: string): RunDetail {
  const row = RUNS.find((each) => each.id === id) ?? run(0);
  const shift = RUNS.indexOf(row) + 1;
  const curve = equityCurve();
  const closes = candlesOf(SYMBOLS[0], '15m').filter((_, index) => index % 6 === 0);
  const first = closes[0]?.close ?? 1;
  return {
    run: row,
    request: {
      label: row.label,
      withModels: true,
      strategies: row.strategies,
      data: [{ kind: 'simulated', symbol: 'BTC/USDT', timeframe: '15m', days: 60, seed: 'foredeck' }],
    },
    programVersion: '0.1.0',
    costs: { slippageBps: '2', volumeCapPct: '10' },
    sources: ['simulator'],
    metrics: [...METRICS],
    drawdown: DRAWDOWN,
    breakdown: BREAKDOWN,
    distribution: DISTRIBUTION,
    months: [1, 2, 3].map((month) => ({ year: 2026, month, returnPct: 1.4 - month * 0.8, isPartial: month === 3 })),
    curve: {
      at: curve.at,
      equity: curve.equity.map((equity) => 10_000 + (equity - 10_000) / shift),
      drawdownPct: curve.drawdownPct.map((pct) => pct / shift),
      buyAndHold: closes.map(({ close }) => (10_000 * close) / first),
    },
    trades: [...TRADES],
    open: [
      {
        strategy: 'sma-cross',
        symbol: SYMBOLS[0],
        side: 'long',
        entryAt: NOW - 3_600_000,
        entryPrice: '61230.10',
        qty: '0.0400',
        mark: '61311.20',
        unrealisedPnl: '3.24',
      },
    ],
    refusals: { EXPOSURE_TOTAL: 31, DATA_GAP: 8 },
    warnings: ['8 candles are missing; they count as an outage.'],
  };
}

export const SERIES: readonly SeriesRow[] = SYMBOLS.flatMap((symbol) =>
  TIMEFRAMES.map((timeframe) => {
    const candles = candlesOf(symbol, timeframe);
    return {
      kind: 'connection' as const,
      source: 'simulator',
      isSimulated: true,
      symbol,
      timeframe,
      candles: candles.length,
      from: candles[0]?.openTime ?? 0,
      to: NOW,
    };
  }),
);

/** A job `share` 0..1 of its way. */
export const jobAt = (id: string, label: string, share: number): JobRow => ({
  id,
  kind: 'backtest',
  label,
  state: share >= 1 ? 'done' : 'running',
  phase: share >= 1 ? 'done' : 'running candles',
  done: Math.round(share * 5760),
  total: 5760,
  ...(share >= 1 ? { finishedAt: Date.now() } : { etaMs: Math.round((1 - share) * 4000) }),
  startedAt: Date.now() - share * 4000,
});
