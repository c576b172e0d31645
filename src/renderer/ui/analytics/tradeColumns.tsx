import type { TradeRow } from '../../../shared/contract/records/portfolio.ts';
import { durationText, exitReasonText, figureText, priceText, qtyText, toNumber } from '../../lib/format.ts';
import type { Column } from '../DataTable.tsx';
import { At, Signed } from '../Figures.tsx';
import { SideMark, SymbolLink } from '../market/columns.tsx';

export const TRADE_COLUMNS: readonly Column<TradeRow>[] = [
  { id: 'exitAt', header: 'Closed', value: (row) => row.exitAt, cell: (row) => <At at={row.exitAt} /> },
  { id: 'symbol', header: 'Symbol', value: (row) => row.symbol, cell: (row) => <SymbolLink symbol={row.symbol} /> },
  { id: 'side', header: 'Side', value: (row) => row.side, cell: (row) => <SideMark side={row.side} /> },
  { id: 'strategy', header: 'Strategy', value: (row) => row.strategy },
  { id: 'qty', header: 'Quantity', isNumber: true, value: (row) => toNumber(row.qty), cell: (row) => qtyText(row.qty) },
  {
    id: 'entry',
    header: 'Entry',
    isNumber: true,
    value: (row) => toNumber(row.entryPrice),
    cell: (row) => priceText(row.entryPrice),
  },
  {
    id: 'exit',
    header: 'Exit',
    isNumber: true,
    value: (row) => toNumber(row.exitPrice),
    cell: (row) => priceText(row.exitPrice),
  },
  {
    id: 'net',
    header: 'Net',
    isNumber: true,
    value: (row) => toNumber(row.net),
    cell: (row) => <Signed value={row.net} />,
  },
  {
    id: 'return',
    header: 'Before costs',
    isNumber: true,
    value: (row) => row.returnPct,
    cell: (row) => <Signed value={row.returnPct} unit="%" />,
  },
  { id: 'r', header: 'R', isNumber: true, value: (row) => row.r, cell: (row) => figureText(row.r, { isSigned: true }) },
  {
    id: 'fees',
    header: 'Fees',
    isNumber: true,
    value: (row) => toNumber(row.fees),
    cell: (row) => figureText(row.fees),
  },
  { id: 'reason', header: 'Exit reason', value: (row) => exitReasonText(row.exitReason) },
  {
    id: 'held',
    header: 'Held',
    isNumber: true,
    value: (row) => row.exitAt - row.entryAt,
    cell: (row) => durationText(row.exitAt - row.entryAt),
  },
];
