// Every figure of a report: name, unit and definition, in the order they are shown. One list for terminal, page and window.

/** percent: 12.5 is 12.5 %. share: 0..1. quote: money. r: multiples of the initial risk. */
export type MetricUnit = 'percent' | 'share' | 'ratio' | 'quote' | 'bps' | 'r' | 'count' | 'duration';
export type MetricSection = 'return' | 'risk' | 'trades' | 'costs';

export type MetricDefinition = readonly [section: MetricSection, label: string, unit: MetricUnit, definition: string];

export const METRIC_DEFINITIONS = {
  returnPct: ['return', 'Return', 'percent', 'Final equity against start equity, open positions at their last mark.'],
  cagrPct: ['return', 'CAGR', 'percent', 'Growth per year of 365 days.'],
  buyAndHoldPct: [
    'return',
    'Buy and hold',
    'percent',
    'Bought at the first open with equal money in each symbol and held to the last close, without costs.',
  ],
  bestDayPct: ['return', 'Best day', 'percent', 'Largest daily return, from 00:00 to 00:00 UTC.'],
  worstDayPct: ['return', 'Worst day', 'percent', 'Smallest daily return, from 00:00 to 00:00 UTC.'],
  exposurePct: ['return', 'Exposure', 'percent', 'Share of the time with a position open.'],
  maxDrawdownPct: [
    'risk',
    'Max drawdown',
    'percent',
    'Largest fall of equity below its highest value before, open positions included.',
  ],
  sharpe: ['risk', 'Sharpe', 'ratio', 'Mean daily return / its sample standard deviation x sqrt(365).'],
  sortino: ['risk', 'Sortino', 'ratio', 'Mean daily return / sqrt(mean(min(return, 0)^2)) x sqrt(365).'],
  calmar: ['risk', 'Calmar', 'ratio', 'CAGR / maximum drawdown.'],
  longestUnderWaterMs: [
    'risk',
    'Longest under water',
    'duration',
    'Longest time from an equity peak until equity was back there, or until the end.',
  ],
  underWaterPct: ['risk', 'Time under water', 'percent', 'Share of the time below an earlier equity peak.'],
  trades: ['trades', 'Closed trades', 'count', 'Round trips that were closed within the span.'],
  winRate: ['trades', 'Win rate', 'share', 'Trades with a profit after costs / all closed trades.'],
  profitFactor: ['trades', 'Profit factor', 'ratio', 'Sum of the profits / sum of the losses, after costs.'],
  payoff: ['trades', 'Payoff', 'ratio', 'Average win / average loss.'],
  expectancy: ['trades', 'Expectancy', 'quote', 'Average result of a trade after costs.'],
  expectancyR: ['trades', 'Expectancy in R', 'r', 'Average result in units of the risk to the first stop.'],
  sqn: ['trades', 'SQN', 'ratio', 'sqrt(N) x mean(R) / sample standard deviation(R).'],
  longestWinStreak: ['trades', 'Longest win streak', 'count', 'Most winning trades in a row.'],
  longestLossStreak: ['trades', 'Longest loss streak', 'count', 'Most losing trades in a row.'],
  bestTrade: ['trades', 'Best trade', 'quote', 'Largest result of a trade after costs.'],
  worstTrade: ['trades', 'Worst trade', 'quote', 'Smallest result of a trade after costs.'],
  averageHoldMs: ['trades', 'Average hold', 'duration', 'Mean time from entry to exit.'],
  fees: ['costs', 'Fees', 'quote', 'Fees of the closed trades, entry and exit.'],
  funding: ['costs', 'Funding', 'quote', 'Funding received (+) or paid (-).'],
  turnover: ['costs', 'Turnover', 'quote', 'Sum of the notional of all fills.'],
  feesOfTurnoverBps: ['costs', 'Fees of turnover', 'bps', 'All fees paid / turnover.'],
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricId = keyof typeof METRIC_DEFINITIONS;
