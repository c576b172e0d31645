// Entry, stop and target of open positions, and prices of working orders, as levels of the chart.
import { useMemo } from 'react';
import type { ChartLevel } from '../../charts/price/types.ts';
import { priceText, toNumber } from '../../lib/format.ts';
import { useOrders, usePositions } from '../../lib/live/stores.ts';
import type { OrderRow } from '../../../shared/contract/records/order.ts';
import type { PositionRow } from '../../../shared/contract/records/portfolio.ts';
import type { Series } from './useCandleHistory.ts';

/** `stop|strategy`: what a level is of, to be taken apart again when it is dragged. */
const levelId = (kind: 'stop' | 'target', strategy: string): string => `${kind}|${strategy}`;

export function useChartLevels({ connection, symbol }: Series): readonly ChartLevel[] {
  const positions = usePositions((state) => state.list);
  const orders = useOrders((state) => state.list);
  const shape = positions
    .filter((row) => row.connection === connection && row.symbol === symbol)
    .map((row) => [row.strategy, row.averageEntry, row.stopPrice, row.targetPrice, row.side].join(' '))
    .join('|');
  // A position comes anew with every price; its levels only when they move.
  return useMemo(() => {
    const own = positions.filter((row) => row.connection === connection && row.symbol === symbol);
    const working = orders.filter((row) => row.connection === connection && row.symbol === symbol);
    return [...own.flatMap(positionLevels), ...working.flatMap(orderLevel)];
  }, [shape, orders, connection, symbol]);
}

function positionLevels(row: PositionRow): ChartLevel[] {
  const level = (kind: 'stop' | 'target', text: string | undefined): ChartLevel[] => {
    const price = toNumber(text);
    if (price === undefined) return [];
    return [{ id: levelId(kind, row.strategy), price, kind, title: `${row.strategy} ${kind}`, canDrag: true }];
  };
  return [
    {
      id: `entry|${row.strategy}`,
      price: Number(row.averageEntry),
      kind: 'entry',
      title: `${row.strategy} ${row.side} ${priceText(row.averageEntry)}`,
      canDrag: false,
    },
    ...level('stop', row.stopPrice),
    ...level('target', row.targetPrice),
  ];
}

/** Protective orders are the position's own levels already. */
function orderLevel(row: OrderRow): ChartLevel[] {
  const price = toNumber(row.limitPrice ?? row.stopPrice);
  if (price === undefined || row.purpose !== 'entry') return [];
  return [{ id: row.clientOrderId, price, kind: 'order', title: `${row.side} ${row.type}`, canDrag: false }];
}
