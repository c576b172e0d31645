import { useMemo, type ReactNode } from 'react';
import type { PortfolioRow } from '../../../shared/contract/records/portfolio.ts';
import type { ResultOf } from '../../../shared/contract/requests.ts';
import { useRequest } from '../../lib/bridge.ts';
import { figureText, percentText } from '../../lib/format.ts';
import { useSelectedConnection } from '../../lib/live/selected.ts';
import { usePortfolio } from '../../lib/live/stores.ts';
import { TimePlot } from '../../charts/TimePlot.tsx';
import { Figure, FigureRow, Signed } from '../../ui/Figures.tsx';
import { useHeight } from '../../ui/useHeight.ts';
import { Empty, Note, Waiting } from '../../ui/States.tsx';

const ASK_EVERY_MS = 15_000;
const DRAWDOWN_SHARE = 0.4;

export function EquityPanel(): ReactNode {
  const connection = useSelectedConnection() ?? '';
  const account = usePortfolio((state) => state.byKey.get(connection));
  const curve = useRequest('equity.list', { connection, points: 1500 }, { everyMs: ASK_EVERY_MS });
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
      {curve.data === undefined ? (
        <Waiting what="the equity curve" answer={curve} />
      ) : (
        <>
          {curve.failure === undefined ? null : <Note>The curve could not be renewed: {curve.failure.message}</Note>}
          {curve.data.at.length < 2 ? (
            <Empty title="No equity curve yet">It begins with the first closed candle.</Empty>
          ) : (
            <Curves curve={curve.data} account={account} />
          )}
        </>
      )}
    </div>
  );
}

interface CurvesProps {
  readonly curve: ResultOf<'equity.list'>;
  readonly account: PortfolioRow | undefined;
}

function Curves({ curve, account }: CurvesProps): ReactNode {
  const [holder, height] = useHeight();
  const equity = useMemo(() => [{ label: 'Equity', values: curve.equity, token: 'accent', isFilled: true }], [curve]);
  const drawdown = useMemo(
    () => [{ label: 'Drawdown', values: curve.drawdownPct, token: 'down', isFilled: true }],
    [curve],
  );
  const upper = Math.max(60, Math.floor(height * (1 - DRAWDOWN_SHARE)));
  return (
    <div className="equityPlots" ref={holder}>
      <TimePlot
        label={`Equity over time, now ${figureText(account?.equity, { unit: account?.quote })}`}
        times={curve.at}
        series={equity}
        height={upper}
        isStacked
        {...(account === undefined ? {} : { unit: account.quote })}
      />
      <TimePlot
        label={`Drawdown over time, now ${percentText(account?.drawdownPct)}`}
        times={curve.at}
        series={drawdown}
        height={Math.max(40, height - upper)}
        unit="%"
      />
    </div>
  );
}
