// What a backtest is to run on, as it is written in the form, and the request it makes. Pure.
import type { BacktestTicket, SeriesRow } from '../../shared/contract/records/backtest.ts';
import type { Timeframe } from '../../shared/time.ts';

export interface BacktestDraft {
  readonly label: string;
  readonly strategies: readonly string[];
  readonly source: 'connection' | 'stored' | 'simulated';
  /** Keys of `seriesKey` for the first two. */
  readonly series: readonly string[];
  /** For made-up candles: `BTC/USDT`. */
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly days: string;
  readonly seed: string;
  /** `2026-01-31`, UTC; empty: as far as the candles go. */
  readonly from: string;
  readonly to: string;
  readonly cash: string;
  /** False: strategies that read the consensus find none. */
  readonly withModels: boolean;
  readonly takerBps: string;
  readonly makerBps: string;
  readonly slippageBps: string;
  readonly volumeCapPct: string;
}

export const NEW_BACKTEST: BacktestDraft = {
  label: '',
  strategies: [],
  source: 'simulated',
  series: [],
  symbol: 'BTC/USDT',
  timeframe: '15m',
  days: '60',
  seed: 'foredeck',
  from: '',
  to: '',
  cash: '10000',
  withModels: true,
  takerBps: '',
  makerBps: '',
  slippageBps: '',
  volumeCapPct: '',
};

export const seriesKey = ({ source, symbol, timeframe }: Pick<SeriesRow, 'source' | 'symbol' | 'timeframe'>): string =>
  [source, symbol, timeframe].join(' ');

type BacktestField = 'strategies' | 'series' | 'days' | 'from' | 'to' | 'cash' | 'symbol' | CostField;
const COSTS = ['takerBps', 'makerBps', 'slippageBps', 'volumeCapPct'] as const;
type CostField = (typeof COSTS)[number];
export type BacktestProblems = Partial<Record<BacktestField, string>>;

const isCount = (text: string): boolean => /^\d{1,4}$/.test(text.trim()) && Number(text) > 0;
/** What main takes of made-up candles, and of a connection's history. */
const MOST_DAYS = { simulated: 730, connection: 365 } as const;
const MOST_BPS = 1000;
const isAmount = (text: string): boolean => /^\d+(?:\.\d+)?$/.test(text.trim());

/** What keeps the form from being sent, by field. */
export function backtestProblems(draft: BacktestDraft): BacktestProblems {
  return {
    ...(draft.strategies.length === 0 ? { strategies: 'Choose at least one strategy.' } : {}),
    ...dataProblems(draft),
    ...(isAmount(draft.cash) && Number(draft.cash) > 0 ? {} : { cash: 'An amount, such as 10000.' }),
    ...spanProblems(draft),
    ...costProblems(draft),
  };
}

function dataProblems({ source, days, symbol, series }: BacktestDraft): BacktestProblems {
  const problems: BacktestProblems = {};
  if (source !== 'stored') {
    const most = MOST_DAYS[source];
    if (!isCount(days)) problems.days = 'A number of days, such as 60.';
    else if (Number(days) > most) problems.days = `At most ${String(most)} days.`;
  }
  if (source !== 'simulated') {
    if (series.length === 0) problems.series = 'Choose at least one series of candles.';
  } else if (!/^[A-Z0-9]+\/USDT$/.test(symbol)) problems.symbol = 'A symbol such as BTC/USDT.';
  return problems;
}

function spanProblems(draft: BacktestDraft): BacktestProblems {
  const problems: BacktestProblems = {};
  for (const field of ['from', 'to'] as const)
    if (draft[field] !== '' && dayStart(draft[field]) === undefined) problems[field] = 'A date.';
  const [from, to] = [dayStart(draft.from), dayStart(draft.to)];
  if (from !== undefined && to !== undefined && from >= to) problems.to = 'A date after the first.';
  return problems;
}

function costProblems(draft: BacktestDraft): BacktestProblems {
  const problems: BacktestProblems = {};
  for (const field of COSTS) {
    const most = field === 'volumeCapPct' ? 100 : MOST_BPS;
    if (draft[field] === '') continue;
    if (!isAmount(draft[field])) problems[field] = 'A number, such as 5.';
    else if (Number(draft[field]) > most) problems[field] = `At most ${String(most)}.`;
  }
  return problems;
}

function dayStart(day: string): number | undefined {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** The request; undefined while there are problems. */
export function toBacktest(draft: BacktestDraft, series: readonly SeriesRow[]): BacktestTicket | undefined {
  if (Object.keys(backtestProblems(draft)).length > 0) return undefined;
  const [from, to] = [dayStart(draft.from), dayStart(draft.to)];
  const costs = Object.fromEntries(
    COSTS.filter((field) => draft[field] !== '').map((field) => [field, Number(draft[field])]),
  );
  return {
    label: draft.label.trim(),
    strategies: [...draft.strategies],
    data: dataOf(draft, series),
    cash: draft.cash.trim(),
    withModels: draft.withModels,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...costs,
  };
}

function dataOf(draft: BacktestDraft, series: readonly SeriesRow[]): BacktestTicket['data'] {
  if (draft.source === 'simulated') {
    const { symbol, timeframe, seed } = draft;
    return [{ kind: 'simulated', symbol, timeframe, days: Number(draft.days), ...(seed === '' ? {} : { seed }) }];
  }
  const days = Number(draft.days);
  return series
    .filter((row) => draft.series.includes(seriesKey(row)))
    .map((row) =>
      row.kind === 'connection'
        ? { kind: 'connection' as const, connection: row.source, symbol: row.symbol, days }
        : { kind: 'stored' as const, source: row.source, symbol: row.symbol, timeframe: row.timeframe },
    );
}

interface Curve {
  readonly at: readonly number[];
  readonly values: readonly number[];
}

/** Curves of different times on one axis; where a curve has no point it has none. */
export function alignCurves(curves: readonly Curve[]): {
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
} {
  const times = [...new Set(curves.flatMap(({ at }) => at))].sort((a, b) => a - b);
  const values = curves.map(({ at, values: own }) => {
    const byTime = new Map(at.map((time, index) => [time, own[index] ?? null]));
    return times.map((time) => byTime.get(time) ?? null);
  });
  return { times, values };
}
