import { useMemo, type ReactNode } from 'react';
import { useRequest } from '../../lib/bridge.ts';
import { figureText, percentText } from '../../lib/format.ts';
import { useSelectedConnection } from '../../lib/live/selected.ts';
import { usePortfolio } from '../../lib/live/stores.ts';
import { TimePlot } from '../../charts/TimePlot.tsx';
import { Figure, FigureRow, Signed } from '../../ui/Figures.tsx';
import { useHeight } from '../../ui/useHeight.ts';
import { Empty, ErrorState, Loading, Note } from '../../ui/States.tsx';

const ASK_EVERY_MS = 15_000;
const DRAWDOWN_SHARE = 0.4;

export function EquityPanel(): ReactNode {
  const connection = useSelectedConnection() ?? '';
  const account = usePortfolio((state) => state.byKey.get(connection));
  const curve = useRequest('equity.list', { connection, points: 1500 }, { everyMs: ASK_EVERY_MS });
  const [holder, height] = useHeight();
  const plots = useMemo(() => {
    const data = curve.data;
    if (data === undefined) return undefined;
    return {
      times: data.at,
      equity: [{ label: 'Equity', values: data.equity, token: 'accent', isFilled: true }],
      drawdown: [{ label: 'Drawdown', values: data.drawdownPct, token: 'down', isFilled: true }],
    };
  }, [curve.data]);
  const upper = Math.max(60, Math.floor(height * (1 - DRAWDOWN_SHARE)));
  const lower = Math.max(40, height - upper);

  return (
    <div className="equityPanel">
      <FigureRow>
        <Figure label="Balance">{figureText(account?.balance, { unit: account?.quote })}</Figure>
        <Figure label="Unrealised">
          <Signed value={account?.unrealisedPnl} />
        </Figure>
        <Figure label="Drawdown">{percentText(account?.drawdownPct)}</Figure>
        <Figure label="Exposure">{figureText(account?.exposure, { unit: '×' })}</Figure>
      </FigureRow>
      {curve.failure !== undefined && plots !== undefined ? (
        <Note>The curve could not be renewed: {curve.failure.message}</Note>
      ) : null}
      <div className="equityPlots" ref={holder}>
        {plots === undefined ? (
          curve.failure === undefined ? (
            <Loading what="the equity curve" />
          ) : (
            <ErrorState what="The equity curve" failure={curve.failure} onRetry={curve.reload} />
          )
        ) : plots.times.length < 2 ? (
          <Empty title="No equity curve yet">It begins with the first closed candle.</Empty>
        ) : (
          <>
            <TimePlot
              label={`Equity over time, now ${figureText(account?.equity, { unit: account?.quote })}`}
              times={plots.times}
              series={plots.equity}
              height={upper}
              isStacked
              {...(account === undefined ? {} : { unit: account.quote })}
            />
            <TimePlot
              label={`Drawdown over time, now ${percentText(account?.drawdownPct)}`}
              times={plots.times}
              series={plots.drawdown}
              height={lower}
              unit="%"
            />
          </>
        )}
      </div>
    </div>
  );
}
