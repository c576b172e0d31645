// Columns that more than one view shows: positions, signals.
import type { PositionRow } from '../../../shared/contract/records/portfolio.ts';
import type { SignalRow } from '../../../shared/contract/records/signal.ts';
import { figureText, priceText, qtyText, shareText, toNumber } from '../../lib/format.ts';
import { routeHref } from '../../lib/route.ts';
import { Badge } from '../Badge.tsx';
import type { Column } from '../DataTable.tsx';
import { At, Signed } from '../Figures.tsx';
import { OutcomeBadge, refusalOf } from './Verdicts.tsx';

export const SideMark = ({ side }: { readonly side: 'long' | 'short' | 'buy' | 'sell' }) => {
  const isUp = side === 'long' || side === 'buy';
  return (
    <span className={`signed signed-${isUp ? 'up' : 'down'}`}>
      <span className="arrow" aria-hidden="true">
        {isUp ? '▲' : '▼'}
      </span>
      {side}
    </span>
  );
};

export const SymbolLink = ({ symbol }: { readonly symbol: string }) => (
  <a href={routeHref('chart', { symbol })} onClick={(event) => event.stopPropagation()}>
    {symbol}
  </a>
);

export const POSITION_COLUMNS: readonly Column<PositionRow>[] = [
  { id: 'symbol', header: 'Symbol', value: (row) => row.symbol, cell: (row) => <SymbolLink symbol={row.symbol} /> },
  { id: 'side', header: 'Side', value: (row) => row.side, cell: (row) => <SideMark side={row.side} /> },
  { id: 'qty', header: 'Quantity', isNumber: true, value: (row) => toNumber(row.qty), cell: (row) => qtyText(row.qty) },
  {
    id: 'entry',
    header: 'Entry',
    isNumber: true,
    value: (row) => toNumber(row.averageEntry),
    cell: (row) => priceText(row.averageEntry),
  },
  {
    id: 'mark',
    header: 'Mark',
    isNumber: true,
    value: (row) => toNumber(row.mark),
    cell: (row) => priceText(row.mark),
  },
  {
    id: 'pnl',
    header: 'P&L',
    isNumber: true,
    value: (row) => toNumber(row.unrealisedPnl),
    cell: (row) => <Signed value={row.unrealisedPnl} />,
  },
  {
    id: 'pnlPct',
    header: 'P&L %',
    isNumber: true,
    value: (row) => row.pnlPct,
    cell: (row) => <Signed value={row.pnlPct} unit="%" />,
  },
];

/** Which of several positions of a symbol it is. */
export const POSITION_STRATEGY: Column<PositionRow> = {
  id: 'strategy',
  header: 'Strategy',
  value: (row) => row.strategy,
};

export const POSITION_DETAIL_COLUMNS: readonly Column<PositionRow>[] = [
  {
    id: 'stop',
    header: 'Stop',
    isNumber: true,
    value: (row) => toNumber(row.stopPrice),
    cell: (row) => (row.stopPrice === undefined ? <Badge tone="warn">No stop</Badge> : priceText(row.stopPrice)),
  },
  {
    id: 'target',
    header: 'Target',
    isNumber: true,
    value: (row) => toNumber(row.targetPrice),
    cell: (row) => priceText(row.targetPrice),
  },
  {
    id: 'risk',
    header: 'Risk to stop',
    isNumber: true,
    value: (row) => toNumber(row.riskToStop),
    cell: (row) => figureText(row.riskToStop),
  },
  { id: 'opened', header: 'Opened', value: (row) => row.openedAt, cell: (row) => <At at={row.openedAt} /> },
];

export const SIGNAL_COLUMNS: readonly Column<SignalRow>[] = [
  {
    id: 'at',
    header: 'Candle close',
    value: (row) => row.signal.candleCloseTime,
    cell: (row) => <At at={row.signal.candleCloseTime} />,
  },
  { id: 'symbol', header: 'Symbol', value: (row) => row.signal.symbol },
  { id: 'strategy', header: 'Strategy', value: (row) => row.signal.strategy },
  { id: 'action', header: 'Action', value: (row) => row.signal.action },
  { id: 'side', header: 'Side', value: (row) => row.signal.side, cell: (row) => <SideMark side={row.signal.side} /> },
  {
    id: 'verdict',
    header: 'Verdict',
    value: (row) => row.decision?.outcome ?? '',
    cell: (row) => (
      <span className="row nowrapRow">
        <OutcomeBadge decision={row.decision} />
        <span className="faint">{refusalOf(row.decision) ?? ''}</span>
      </span>
    ),
  },
  {
    id: 'strength',
    header: 'Strength',
    isNumber: true,
    value: (row) => row.signal.strength,
    cell: (row) => shareText(row.signal.strength),
  },
];

/** What became of it, as a sentence. */
export const REASON_COLUMN: Column<SignalRow> = {
  id: 'reason',
  header: 'Reason',
  value: (row) => row.decision?.reason ?? '',
};
