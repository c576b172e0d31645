// The report as files: report.json, report.html, trades.csv, equity.csv. Each is written as a whole or not at all.
import { join } from 'node:path';
import { writeAtomically } from '../../config/atomicFile.ts';
import type { TradeGroup } from '../../engine/portfolio/metrics/breakdown.ts';
import { drawdownSeries } from '../../engine/portfolio/metrics/drawdown.ts';
import { METRIC_DEFINITIONS } from '../../engine/portfolio/metrics/metricDefinitions.ts';
import { isoUtc } from '../../../shared/time.ts';
import { toTradeRow } from './backtestDocument.ts';
import type { BacktestReport } from './backtestReport.ts';
import { reportPage } from './page/reportPage.ts';

/** Into an existing folder; earlier reports there are replaced. Throws `AppError` NOT_WRITABLE. */
export async function writeReportFiles(folder: string, report: BacktestReport): Promise<void> {
  await Promise.all([
    writeAtomically(join(folder, 'trades.csv'), tradesCsv(report)),
    writeAtomically(join(folder, 'equity.csv'), equityCsv(report)),
    writeAtomically(join(folder, 'report.json'), [`${JSON.stringify(reportJson(report), null, 2)}\n`]),
    writeAtomically(join(folder, 'report.html'), [reportPage(report)]),
  ]);
}

/** The document of `--json` with every metric and what was run. Decimals as strings, undefined figures null with a reason. */
export function reportJson({ document, performance, result, run }: BacktestReport) {
  const { metrics, drawdown, buyAndHold, months, breakdown } = performance;
  const { series, funding, strategies, ...rest } = run;
  return {
    ...document,
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([id, { value, reason }]) => {
        const [, label, unit] = METRIC_DEFINITIONS[id as keyof typeof metrics];
        return [id, { label, unit, value, ...(reason === undefined ? {} : { reason }) }];
      }),
    ),
    drawdown,
    buyAndHold,
    months,
    breakdown: Object.fromEntries(Object.entries(breakdown).map(([key, groups]) => [key, groups.map(groupJson)])),
    ledger: result.ledgerTotals,
    outages: result.outages,
    run: {
      ...rest,
      from: isoUtc(result.from),
      to: isoUtc(result.to),
      series: series.map(({ symbol, openTime }) => ({ symbol, candles: openTime.length })),
      funding: [...funding.keys()],
      strategies: strategies.map(({ definition, yaml }) => ({ id: definition.id, symbols: definition.symbols, yaml })),
    },
  };
}

const groupJson = ({ key, statistics }: TradeGroup) => ({ key, ...statistics });

const TRADE_HEADER =
  'id,strategy,symbol,side,entryAt,entryTime,entryPrice,exitAt,exitTime,exitPrice,qty,fees,pnl,funding,initialRisk,exitReason';

/** One line per closed trade, every digit. */
export function* tradesCsv({ result }: Pick<BacktestReport, 'result'>): Generator<string> {
  yield `${TRADE_HEADER}\n`;
  for (const trade of result.trades) {
    const { id, symbol, side, entryAt, entryPrice, exitAt, exitPrice, qty, fees, pnl, exitReason } = toTradeRow(trade);
    const entry = [id, trade.strategy, symbol, side, entryAt, isoUtc(entryAt), entryPrice];
    const exit = [
      exitAt,
      isoUtc(exitAt),
      exitPrice,
      qty,
      fees,
      pnl,
      trade.funding,
      trade.initialRisk ?? '',
      exitReason,
    ];
    yield `${[...entry, ...exit].map(String).join(',')}\n`;
  }
}

const LINES_PER_PIECE = 4096;

/** The start and every sample: exact equity, and the fall below its peak in percent. */
export function* equityCsv({
  result,
  performance: { curve },
}: Pick<BacktestReport, 'result' | 'performance'>): Generator<string> {
  const falls = drawdownSeries(curve);
  let lines = ['timestamp,equity,drawdownPct'];
  for (const [row, at] of curve.at.entries()) {
    const equity = row === 0 ? result.startEquity : result.equity.value.at(row - 1);
    lines.push(`${at},${String(equity)},${Math.round((falls[row] as number) * 1e6) / 1e6}`);
    if (lines.length >= LINES_PER_PIECE) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}
