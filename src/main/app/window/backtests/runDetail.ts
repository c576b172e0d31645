// A finished backtest as the window shows it.
import type { RunDetail, RunRow } from '../../../../shared/contract/records/backtest.ts';
import type { CheckedParamsOf } from '../../../../shared/contract/requests.ts';
import { toConnectionId } from '../../../../shared/domain/ids.ts';
import type { BacktestReport } from '../../../backtest/report/backtestReport.ts';
import { buyAndHoldCurve } from '../../../engine/portfolio/metrics/benchmark.ts';
import { drawdownSeries } from '../../../engine/portfolio/metrics/drawdown.ts';
import type { EquityCurve } from '../../../engine/portfolio/metrics/equityCurve.ts';
import { tradeRow } from '../rows/tradingRows.ts';
import { breakdownRows, distributionOf, metricRows } from '../rows/metricRows.ts';

export interface Finished {
  readonly id: string;
  readonly request: CheckedParamsOf<'backtest.start'>;
  readonly report: BacktestReport;
  readonly finishedAt: number;
}

/** Points of a curve that is drawn. */
const POINTS = 4000;

export function detailOf(finished: Finished): RunDetail {
  const { report, request } = finished;
  const { run, result, performance, document } = report;
  const { metrics, drawdown, breakdown, months, curve } = performance;
  return {
    run: headOf(finished),
    request,
    programVersion: run.programVersion,
    costs: { slippageBps: run.slippageBps.toString(), volumeCapPct: run.volumeCapPct.toString() },
    sources: [...run.sources],
    metrics: metricRows(metrics),
    drawdown: { ...drawdown },
    breakdown: breakdownRows(breakdown),
    distribution: distributionOf(result.trades),
    months: months.map(({ year, month, returnPct, isPartial }) => ({
      year,
      month,
      returnPct: returnPct.value,
      isPartial,
    })),
    curve: thinned(curve, report),
    trades: result.trades.map((trade) => tradeRow(BACKTEST, trade)),
    open: document.open.map((row) => ({ ...row })),
    refusals: { ...document.refusals },
    warnings: [...document.warnings, ...run.notes],
  };
}

const BACKTEST = toConnectionId('backtest');

function headOf({ id, request, report, finishedAt }: Finished): RunRow {
  const { run, result, performance, document } = report;
  const { summary } = document;
  const { netProfit, returnPct, maxDrawdownPct, sharpe, profitFactor, winRate, digest, durationMs } = summary;
  return {
    ...{ id, label: request.label, finishedAt, isSimulated: run.isSimulated },
    strategies: run.strategies.map(({ definition }) => definition.id),
    symbols: run.instruments.map(({ symbol }) => symbol),
    ...{ timeframe: run.timeframe, from: result.from, to: result.to, quote: run.quote },
    ...{ candles: result.candles, trades: result.trades.length },
    ...{ netProfit, returnPct, maxDrawdownPct, sharpe, profitFactor, winRate, digest, durationMs },
    buyAndHoldPct: performance.buyAndHold.equalWeightPct.value,
  };
}

/** The last sample of each piece; the whole where it is short enough. */
function thinned(curve: EquityCurve, { run }: BacktestReport): RunDetail['curve'] {
  const falls = drawdownSeries(curve);
  const stride = Math.max(1, Math.ceil(curve.at.length / POINTS));
  const last = curve.at.length - 1;
  const kept = Array.from({ length: Math.ceil(curve.at.length / stride) }, (_, piece) =>
    Math.min(last, (piece + 1) * stride - 1),
  );
  const pick = (column: Float64Array): number[] => kept.map((row) => column[row] as number);
  const at = pick(curve.at);
  const held = buyAndHoldCurve(run.series, Float64Array.from(at), run.cash.toNumber());
  return { at, equity: pick(curve.value), drawdownPct: pick(falls), buyAndHold: [...held] };
}
