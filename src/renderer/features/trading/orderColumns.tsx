// The columns of orders, working or finished: partial fills as what is filled of what.
import type { OrderRow } from '../../../shared/contract/records/order.ts';
import { priceText, qtyText, toNumber, wordsText } from '../../lib/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import type { Column } from '../../ui/DataTable.tsx';
import { At } from '../../ui/Figures.tsx';
import { SideMark, SymbolLink } from '../../ui/market/columns.tsx';
import { STATE_MEANING, stateTone } from './words.ts';

const trigger = (row: OrderRow): string => {
  const parts = [
    row.stopPrice === undefined ? '' : `stop ${priceText(row.stopPrice)}`,
    row.limitPrice === undefined ? '' : `limit ${priceText(row.limitPrice)}`,
    row.trailPct === undefined ? '' : `trail ${row.trailPct} %`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'market' : parts.join(', ');
};

const flags = (row: OrderRow): string =>
  [row.timeInForce, row.reduceOnly ? 'reduce-only' : '', row.postOnly ? 'post-only' : '']
    .filter((flag) => flag !== '')
    .join(', ');

export const ORDER_COLUMNS: readonly Column<OrderRow>[] = [
  { id: 'updated', header: 'Changed', value: (row) => row.updatedAt, cell: (row) => <At at={row.updatedAt} /> },
  { id: 'symbol', header: 'Symbol', value: (row) => row.symbol, cell: (row) => <SymbolLink symbol={row.symbol} /> },
  { id: 'side', header: 'Side', value: (row) => row.side, cell: (row) => <SideMark side={row.side} /> },
  { id: 'type', header: 'Type', value: (row) => wordsText(row.type) },
  { id: 'price', header: 'Price', value: trigger },
  {
    id: 'filled',
    header: 'Filled',
    isNumber: true,
    value: (row) => toNumber(row.filledQty),
    cell: (row) => `${qtyText(row.filledQty)} of ${qtyText(row.qty)}`,
  },
  {
    id: 'average',
    header: 'Average',
    isNumber: true,
    value: (row) => toNumber(row.averagePrice),
    cell: (row) => priceText(row.averagePrice),
  },
  {
    id: 'state',
    header: 'State',
    value: (row) => row.state,
    cell: (row) => (
      <Badge tone={stateTone(row.state)} title={row.reason ?? STATE_MEANING[row.state]}>
        {row.state === 'unknown' ? 'Fate unknown' : wordsText(row.state)}
      </Badge>
    ),
  },
  { id: 'purpose', header: 'Purpose', value: (row) => wordsText(row.purpose) },
  { id: 'strategy', header: 'Strategy', value: (row) => row.strategy },
  { id: 'flags', header: 'Options', value: flags },
  { id: 'reason', header: 'Reason', value: (row) => row.reason ?? '' },
];
