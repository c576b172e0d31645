// The report of one run: metrics, equity against buy-and-hold, drawdown, results, trades and where they stand on the chart.
import { useMemo, useState, type ReactNode } from 'react';
import type { RunDetail } from '../../../shared/contract/records/backtest.ts';
import type { TradeRow } from '../../../shared/contract/records/portfolio.ts';
import { SIMULATED } from '../../../shared/domain/simulated.ts';
import { Distribution } from '../../charts/Distribution.tsx';
import { TimePlot } from '../../charts/TimePlot.tsx';
import { useRequest } from '../../lib/bridge.ts';
import { countText, dayText, latencyText, percentText } from '../../lib/format.ts';
import { Breakdown } from '../../ui/analytics/Breakdown.tsx';
import { Metrics } from '../../ui/analytics/Metrics.tsx';
import { TRADE_COLUMNS } from '../../ui/analytics/tradeColumns.tsx';
import { codeText } from '../../ui/market/Verdicts.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Empty, Note, Waiting } from '../../ui/States.tsx';
import { runName } from './RunTable.tsx';
import { TradeChart } from './TradeChart.tsx';

export function RunReport({ id }: { readonly id: string }): ReactNode {
  const answer = useRequest('backtest.get', { id });
  if (answer.data === undefined) {
    return <Waiting what="the report" answer={answer} />;
  }
  return <Report detail={answer.data} />;
}

function Report({ detail }: { readonly detail: RunDetail }): ReactNode {
  const { run } = detail;
  return (
    <>
      {detail.warnings.map((warning) => (
        <Note key={warning}>{warning}</Note>
      ))}
      <Panel
        title={runName(run)}
        note={`${run.symbols.join(', ')} ${run.timeframe}, ${dayText(run.from)} to ${dayText(run.to)}, ${countText(run.candles)} candles in ${latencyText(run.durationMs)}`}
        actions={
          run.isSimulated ? (
            <Badge tone="sim" icon={null}>
              {SIMULATED}
            </Badge>
          ) : null
        }
      >
        <Metrics metrics={detail.metrics} quote={run.quote} />
        <p className="faint digest">
          Digest <code>{run.digest.slice(0, 16)}</code> · program {detail.programVersion} · slippage{' '}
          {detail.costs.slippageBps} bps · volume cap {detail.costs.volumeCapPct} %
        </p>
      </Panel>
      <Curves detail={detail} />
      <div className="columns isStretched">
        <Panel title="Distribution of R">
          <Distribution bins={detail.distribution.bins} withoutR={detail.distribution.withoutR} />
        </Panel>
        <Refusals refusals={detail.refusals} />
      </div>
      <Breakdown breakdown={detail.breakdown} />
      <Trades detail={detail} />
    </>
  );
}

function Curves({ detail }: { readonly detail: RunDetail }): ReactNode {
  const { curve, run } = detail;
  const equity = useMemo(
    () => [
      { label: 'Account', values: curve.equity, token: 'accent', isFilled: true },
      { label: 'Buy and hold', values: curve.buyAndHold, token: 'warn', isDashed: true },
    ],
    [curve],
  );
  const drawdown = useMemo(
    () => [{ label: 'Drawdown', values: curve.drawdownPct, token: 'down', isFilled: true }],
    [curve],
  );
  return (
    <Panel title="Equity against buy and hold" note="Dashed: the same money held from the first candle to the last">
      <TimePlot
        label={`Equity of the run, ${percentText(run.returnPct)} against ${percentText(run.buyAndHoldPct)} held`}
        times={curve.at}
        series={equity}
        height={240}
        unit={run.quote}
        hasLegend
      />
      <TimePlot
        label={`Drawdown of the run, at most ${percentText(run.maxDrawdownPct)}`}
        times={curve.at}
        series={drawdown}
        height={110}
        unit="%"
      />
    </Panel>
  );
}

function Refusals({ refusals }: { readonly refusals: Readonly<Record<string, number>> }): ReactNode {
  const rows = Object.entries(refusals).sort(([, a], [, b]) => b - a);
  return (
    <Panel title="Refused">
      {rows.length === 0 ? (
        <p className="faint">Nothing was refused.</p>
      ) : (
        <table className="plainTable" aria-label="Refusals by code">
          <tbody>
            {rows.map(([code, count]) => (
              <tr key={code}>
                <td>
                  <code>{code}</code>
                  <div className="faint">{codeText(code)}</div>
                </td>
                <td className="isNumber">{countText(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

const NEWEST_FIRST = { id: 'exitAt', isDescending: true };

function Trades({ detail }: { readonly detail: RunDetail }): ReactNode {
  const [open, setOpen] = useState<TradeRow>();
  return (
    <>
      <Panel
        title="Trades of the run"
        note={`${countText(detail.trades.length)} closed, ${countText(detail.open.length)} still open at the end`}
        isFlush
        className="runTrades"
      >
        <DataTable
          label="Trades of the run"
          columns={TRADE_COLUMNS}
          rows={detail.trades}
          rowKey={(trade) => trade.id}
          sortBy={NEWEST_FIRST}
          openKey={open?.id}
          onOpen={setOpen}
          empty={<Empty title="The run closed no trade">The refusals above say what stood in the way.</Empty>}
        />
      </Panel>
      {detail.trades.length === 0 ? null : <TradeChart detail={detail} trade={open ?? detail.trades.at(-1)} />}
    </>
  );
}
