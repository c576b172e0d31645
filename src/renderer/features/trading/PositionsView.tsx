// Open positions, live: close, close all, move stop and target.
import { useMemo, useState, type ReactNode } from 'react';
import type { PositionRow } from '../../../shared/contract/records/portfolio.ts';
import { figureText } from '../../lib/format.ts';
import { useOfSelected, useSelectedConnection } from '../../lib/live/selected.ts';
import { keys, usePortfolio, usePositions } from '../../lib/live/stores.ts';
import { navigate, useRoute } from '../../lib/route.ts';
import { Button } from '../../ui/Button.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Figure, FigureRow, Signed } from '../../ui/Figures.tsx';
import { POSITION_COLUMNS, POSITION_DETAIL_COLUMNS, POSITION_STRATEGY } from '../../ui/market/columns.tsx';
import { Page, Panel } from '../../ui/Panel.tsx';
import { Empty, Loading } from '../../ui/States.tsx';
import { CloseAllDialog, CloseDialog } from './CloseDialogs.tsx';
import { ExitsDialog } from './ExitsDialog.tsx';
import { ReconciliationInbox } from './ReconciliationInbox.tsx';
import '../../ui/market/market.css';
import './trading.css';

const [SYMBOL, ...REST] = POSITION_COLUMNS;
const COLUMNS = [...(SYMBOL === undefined ? [] : [SYMBOL]), POSITION_STRATEGY, ...REST, ...POSITION_DETAIL_COLUMNS];

type Doing = { readonly what: 'close' | 'exits'; readonly key: string };

export function PositionsView(): ReactNode {
  const isLive = usePositions((state) => state.isLive);
  const rows = useOfSelected(usePositions((state) => state.list));
  const isClosingAll = useRoute((route) => route.params['do'] === 'closeAll');
  const [doing, setDoing] = useState<Doing>();
  const columns = useMemo(() => [...COLUMNS, actionColumn(setDoing)], []);
  // A position that closed meanwhile closes its dialog.
  const chosen = rows.find((row) => keys.position(row) === doing?.key);
  const end = (): void => setDoing(undefined);

  return (
    <Page
      title="Positions"
      actions={
        <>
          <Button icon="plus" onClick={() => navigate('orders', { ticket: 'new' })}>
            New order
          </Button>
          <Button tone="danger" disabled={rows.length === 0} onClick={() => navigate('positions', { do: 'closeAll' })}>
            Close all
          </Button>
        </>
      }
    >
      <AccountFigures />
      <ReconciliationInbox />
      <Panel title="Open positions" note={`${String(rows.length)} open`} className="isTall" isFlush>
        {isLive ? (
          <DataTable
            label="Open positions"
            columns={columns}
            rows={rows}
            rowKey={keys.position}
            empty={
              <Empty title="No open position">
                Strategies look at every closed candle; “Signals” shows what they wait for. An order of your own opens
                one too.
              </Empty>
            }
          />
        ) : (
          <Loading what="positions" />
        )}
      </Panel>
      <CloseDialog position={doing?.what === 'close' ? chosen : undefined} onClose={end} />
      <ExitsDialog position={doing?.what === 'exits' ? chosen : undefined} onClose={end} />
      <CloseAllDialog isOpen={isClosingAll} onClose={() => navigate('positions')} />
    </Page>
  );
}

const actionColumn = (act: (doing: Doing) => void): Column<PositionRow> => ({
  id: 'actions',
  header: 'Actions',
  isBare: true,
  value: () => undefined,
  cell: (row) => (
    <span className="cellActions">
      <Button isSmall onClick={() => act({ what: 'exits', key: keys.position(row) })}>
        Move stop
      </Button>
      <Button isSmall onClick={() => act({ what: 'close', key: keys.position(row) })}>
        Close
      </Button>
    </span>
  ),
});

function AccountFigures(): ReactNode {
  const connection = useSelectedConnection() ?? '';
  const account = usePortfolio((state) => state.byKey.get(connection));
  return (
    <Panel title="Account">
      <FigureRow>
        <Figure label="Balance">{figureText(account?.balance, { unit: account?.quote })}</Figure>
        <Figure label="Unrealised">
          <Signed value={account?.unrealisedPnl} unit={account?.quote} />
        </Figure>
        <Figure label="Exposure">{figureText(account?.exposure, { unit: '× equity' })}</Figure>
        <Figure label="Margin used">{figureText(account?.marginUsed, { unit: account?.quote })}</Figure>
        <Figure label="Drawdown">{figureText(account?.drawdownPct, { unit: '%' })}</Figure>
        <Figure label="Highest equity">{figureText(account?.peakEquity, { unit: account?.quote })}</Figure>
      </FigureRow>
    </Panel>
  );
}
