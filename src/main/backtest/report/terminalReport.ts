// The report in a terminal: what was run, how it went, why, and what it is worth.
import type { TradeGroup } from '../../engine/portfolio/metrics/breakdown.ts';
import { drawdownSeries } from '../../engine/portfolio/metrics/drawdown.ts';
import type { MetricSection } from '../../engine/portfolio/metrics/metricDefinitions.ts';
import { DAY_MS } from '../../../shared/time.ts';
import type { BacktestReport } from './backtestReport.ts';
import {
  countText,
  dateText,
  exitReasonText,
  moneyOf,
  moneyText,
  numberText,
  percentText,
} from '../../../shared/figures.ts';
import { modelsText } from './modelsText.ts';
import { meaningOf, type MetricRow, metricRows, noteLines, plainSentences, SECTION_TITLES } from './metricRows.ts';
import { metricText } from './metricText.ts';
import { sparkline } from '../../../shared/sparkline.ts';
import { type Column, createPaint, type Paint, table, wrap } from './terminalText.ts';

export interface TerminalStyle {
  readonly paint: Paint;
  readonly columns: number;
}

/** Colours for a terminal that has them (none with NO_COLOR), its width, or 100 where there is none. */
export const terminalStyle = (stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'hasColors'>): TerminalStyle => ({
  paint: createPaint(stream.isTTY && stream.hasColors()),
  columns: stream.isTTY ? stream.columns : 100,
});

/** Lines of text, ending in a line break. */
export function terminalReport(report: BacktestReport, style: TerminalStyle): string {
  const blocks = [
    heading(report, style),
    curves(report, style),
    figures(report, style),
    groups(report, style),
    refusals(report, style),
    closing(report, style),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function heading({ run, result, models }: BacktestReport, { paint, columns }: TerminalStyle): string {
  const names = run.strategies.map(({ definition }) => definition.name).join(', ');
  const days = countText((result.to - result.from) / DAY_MS);
  const symbols = run.series.map(({ symbol }) => symbol).join(', ');
  return [
    ...(run.isSimulated
      ? [paint.warn('SIMULATED candles: made up by the simulator, they say nothing about a real market.')]
      : []),
    `${paint.strong('Backtest')}  ${paint.strong(names)}`,
    ...wrap(
      `${symbols} ${run.timeframe}, ${dateText(result.from)} to ${dateText(result.to)} UTC: ${days} days, ${countText(result.candles)} candles`,
      columns,
    ).map(paint.dim),
    ...(models.length === 0 ? [] : wrap(modelsText(models), columns).map(paint.dim)),
  ].join('\n');
}

function curves({ performance, run, result }: BacktestReport, { paint, columns }: TerminalStyle): string {
  const width = Math.max(20, Math.min(64, columns - 44));
  const ends = `${numberText(result.startEquity.toNumber(), { decimals: moneyOf(run).decimals })} to ${moneyText(result.finalEquity, run)}`;
  const depth = drawdownSeries(performance.curve).map((fall) => -fall);
  return [
    `${'Equity'.padEnd(10)}${paint.accent(sparkline(performance.curve.value, width))}  ${ends}`,
    `${'Drawdown'.padEnd(10)}${paint.bad(sparkline(depth, width))}  ${percentText(performance.drawdown.pct)} at worst`,
  ].join('\n');
}

function figures(report: BacktestReport, { paint, columns }: TerminalStyle): string {
  const rows = metricRows(report);
  const block = (section: MetricSection): string[] =>
    metricBlock(
      SECTION_TITLES[section],
      rows.filter((row) => row.section === section),
      paint,
    );
  const isWide = columns >= 88;
  const left = [...block('return'), '', ...block('costs'), '', ...block('risk')];
  const body = isWide
    ? beside([...block('return'), '', ...block('costs')], [...block('risk'), '', ...block('trades')])
    : [...left, '', ...block('trades')];
  const gaps = missing(rows, columns).map(paint.dim);
  return [...body, ...(gaps.length > 0 ? ['', ...gaps] : [])].join('\n');
}

const LABEL_WIDTH = 22;
const VALUE_WIDTH = 18;

const metricBlock = (title: string, rows: readonly MetricRow[], paint: Paint): string[] => [
  paint.strong(title),
  ...rows.map(({ label, text, value, isSigned }) => {
    const aligned = text.padStart(VALUE_WIDTH);
    return `${label.padEnd(LABEL_WIDTH)}${isSigned && value !== null && value !== 0 ? paint.sign(aligned, value) : aligned}`;
  }),
];

function beside(left: readonly string[], right: readonly string[]): string[] {
  const width = LABEL_WIDTH + VALUE_WIDTH;
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) =>
    table([[left[row] ?? '', right[row] ?? '']], [{ width: width + 2 }, {}])
      .join('')
      .trimEnd(),
  );
}

/** Why figures are missing, one line per reason. */
function missing(rows: readonly MetricRow[], columns: number): string[] {
  const byReason = new Map<string, string[]>();
  for (const { label, reason } of rows) {
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), label]);
  }
  return [...byReason].flatMap(([reason, labels]) => wrap(`– ${labels.join(', ')}: ${reason}`, columns));
}

function groups(report: BacktestReport, { paint }: TerminalStyle): string {
  const { breakdown } = report.performance;
  const money = moneyOf(report.run);
  const parts: [string, readonly TradeGroup[], (key: string) => string][] = [
    ['Exits', breakdown.exitReason, exitReasonText],
    ['Strategies', several(breakdown.strategy), (key) => key],
    ['Symbols', several(breakdown.symbol), (key) => key],
    ['Sides', several(breakdown.side), (key) => key],
  ];
  const columns: Column[] = [{ width: LABEL_WIDTH }, ...[8, 14, 12, 14].map((width) => ({ width, isRight: true }))];
  return parts
    .filter(([, list]) => list.length > 0)
    .map(([title, list, name]) => {
      const head = [title, 'Trades', `Net ${report.run.quote}`, 'Win rate', 'Profit factor'];
      const rows = list.map(({ key, statistics }) => [
        name(key),
        countText(statistics.trades),
        paint.sign(
          numberText(statistics.net.toNumber(), { isSigned: true, decimals: money.decimals }),
          statistics.net.toNumber(),
        ),
        metricText(statistics.winRate, 'share', { ...money, isSigned: false }),
        metricText(statistics.profitFactor, 'ratio', { ...money, isSigned: false }),
      ]);
      return table([head.map(paint.strong), ...rows], columns).join('\n');
    })
    .join('\n\n');
}

/** A list of one says what the totals say. */
const several = (list: readonly TradeGroup[]): readonly TradeGroup[] => (list.length > 1 ? list : []);

function refusals({ result }: BacktestReport, { paint, columns }: TerminalStyle): string {
  const rows = Object.entries(result.refusals).filter(([, count]) => count > 0);
  if (rows.length === 0) return '';
  const lines = rows.flatMap(([code, count]) => {
    const [first = '', ...rest] = wrap(meaningOf(code), Math.max(30, columns - LABEL_WIDTH - 11));
    const indent = ' '.repeat(LABEL_WIDTH + 10);
    return [
      `${code.padEnd(LABEL_WIDTH)}${countText(count).padStart(8)}  ${first}`,
      ...rest.map((line) => indent + line),
    ];
  });
  return [paint.strong('Refused orders'), ...lines].join('\n');
}

function closing(report: BacktestReport, { paint, columns }: TerminalStyle): string {
  const { result, document } = report;
  const { durationMs, candlesPerSecond, digest } = document.summary;
  const outages = result.outages.length;
  return [
    paint.strong('In short'),
    ...plainSentences(report).flatMap((sentence) => wrap(sentence, columns)),
    ...(outages > 0
      ? [`${countText(outages)} ${outages === 1 ? 'outage' : 'outages'} without candles inside the data.`]
      : []),
    ...noteLines(report)
      .flatMap((warning) => wrap(`Note: ${warning}`, columns))
      .map(paint.warn),
    '',
    paint.dim(
      `${countText(candlesPerSecond)} candles/s, ${numberText(durationMs, { decimals: 0 })} ms; trades sha256 ${digest.slice(0, 16)}…`,
    ),
  ].join('\n');
}
