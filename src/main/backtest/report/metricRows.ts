// The metrics as rows for a reader, and in plain sentences what they amount to.
import {
  METRIC_DEFINITIONS,
  type MetricId,
  type MetricSection,
} from '../../engine/portfolio/metrics/metricDefinitions.ts';
import { REFUSALS } from '../../../shared/domain/refusal.ts';
import { Decimal } from '../../../shared/money.ts';
import type { BacktestReport } from './backtestReport.ts';
import { countText, moneyOf, moneyText, percentText } from '../../../shared/figures.ts';
import { metricText } from './metricText.ts';

export const SECTION_TITLES = {
  return: 'Return',
  risk: 'Risk',
  trades: 'Trades',
  costs: 'Costs',
} as const satisfies Record<MetricSection, string>;

export interface MetricRow {
  readonly id: MetricId;
  readonly section: MetricSection;
  readonly label: string;
  readonly definition: string;
  readonly text: string;
  readonly value: number | null;
  /** Why there is no value. */
  readonly reason: string | undefined;
  /** A sign matters: gain or loss. */
  readonly isSigned: boolean;
}

/** Figures whose sign says gain or loss. */
const SIGNED: ReadonlySet<MetricId> = new Set<MetricId>([
  'returnPct',
  'cagrPct',
  'buyAndHoldPct',
  'bestDayPct',
  'worstDayPct',
  'expectancy',
  'expectancyR',
  'bestTrade',
  'worstTrade',
  'funding',
]);

/** Every metric in the order of its definition. */
export const metricRows = ({ performance, run }: BacktestReport): readonly MetricRow[] =>
  (Object.keys(METRIC_DEFINITIONS) as MetricId[]).map((id) => {
    const [section, label, unit, definition] = METRIC_DEFINITIONS[id];
    const found = performance.metrics[id];
    const isSigned = SIGNED.has(id);
    const text = metricText(found, unit, { ...moneyOf(run), isSigned });
    return { id, section, label, definition, text, value: found.value, reason: found.reason, isSigned };
  });

const FEW_TRADES = 30;

/** What a friend would say about the figures: against buy-and-hold, about costs, about how little it may mean. */
export function plainSentences(report: BacktestReport): readonly string[] {
  return [againstHolding, aboutFees, aboutHalt, aboutCount, aboutOpen]
    .map((about) => about(report))
    .filter((sentence) => sentence !== undefined);
}

function againstHolding({ performance: { metrics } }: BacktestReport): string | undefined {
  const [own, held] = [metrics.returnPct.value, metrics.buyAndHoldPct.value];
  if (own === null || held === null) return undefined;
  const figures = `${percentText(own, { isSigned: true })} against ${percentText(held, { isSigned: true })}`;
  return own < held ? `It lost to buying and holding: ${figures}.` : `It beat buying and holding: ${figures}.`;
}

function aboutFees({ performance: { netProfit, fees }, run }: BacktestReport): string | undefined {
  if (!fees.isPositive()) return undefined;
  const before = netProfit.plus(fees);
  const paid = moneyText(fees, run);
  const percentOf = (whole: Decimal): string =>
    percentText((fees.toNumber() / Math.abs(whole.toNumber())) * 100, { decimals: 0 });
  if (netProfit.isPositive()) return `Fees of ${paid} took ${percentOf(before)} of the profit before fees.`;
  if (before.isPositive()) return `Fees ate the profit: before ${paid} of fees it had made ${moneyText(before, run)}.`;
  return before.isZero()
    ? `Fees of ${paid} are the whole loss.`
    : `Fees of ${paid} are ${percentOf(netProfit)} of the loss.`;
}

function aboutHalt({ result: { refusals } }: BacktestReport): string | undefined {
  const refused = refusals['TRADING_HALTED'] ?? 0;
  if (refused === 0) return undefined;
  return `A limit halted trading: ${countText(refused)} ${refused === 1 ? 'order was' : 'orders were'} refused after it.`;
}

function aboutCount({ result: { trades } }: BacktestReport): string | undefined {
  if (trades.length === 0) return 'No trade was closed, so there is nothing to judge the strategy by.';
  if (trades.length >= FEW_TRADES) return undefined;
  return `${countText(trades.length)} closed ${trades.length === 1 ? 'trade is' : 'trades are'} too few to tell skill from luck.`;
}

function aboutOpen({ result: { open }, run }: BacktestReport): string | undefined {
  if (open.length === 0) return undefined;
  const worth = open.reduce((sum, { unrealisedPnl }) => sum.plus(unrealisedPnl), Decimal.ZERO);
  const subject = open.length === 1 ? '1 position is' : `${countText(open.length)} positions are`;
  return `${subject} still open at the end, marked at the last price: ${moneyText(worth, run, { isSigned: true })}.`;
}

/** What a reader must know about input and run, repeated sentences once with their count. */
export function noteLines({ run, result }: BacktestReport): readonly string[] {
  const counts = new Map<string, number>();
  for (const note of [...run.notes, ...result.warnings]) counts.set(note, (counts.get(note) ?? 0) + 1);
  return [...counts].map(([note, count]) => (count === 1 ? note : `${note} (${countText(count)} times)`));
}

/** What a refusal code means. */
export const meaningOf = (code: string): string =>
  Object.hasOwn(REFUSALS, code) ? REFUSALS[code as keyof typeof REFUSALS] : '';
