// Says fills and alerts to assistive technology, and shows as a toast what the trader must know.
import { useEffect, useRef, type ReactNode } from 'react';
import type { FillRow } from '../../shared/contract/records/order.ts';
import { priceText, qtyText } from '../lib/format.ts';
import { useActivity, useEngines, useFills } from '../lib/live/stores.ts';
import { announce } from '../ui/LiveRegion.tsx';
import { tell } from '../ui/Toasts.tsx';

const fillText = (fill: FillRow): string =>
  `${fill.side === 'buy' ? 'Bought' : 'Sold'} ${qtyText(fill.qty)} ${fill.symbol} at ${priceText(fill.price)}`;

/** Whose it is, where several trade. */
const onWhich = (connection: string): string => (useEngines.getState().list.length < 2 ? '' : ` on ${connection}`);

/** Calls `tellOf` for what came after the first look; the snapshot is no news. */
function useNews<Row>(newest: Row | undefined, isLive: boolean, tellOf: (row: Row) => void): void {
  const seen = useRef<{ readonly row: Row | undefined } | undefined>(undefined);
  useEffect(() => {
    if (!isLive) return;
    const isNews = seen.current !== undefined && seen.current.row !== newest;
    seen.current = { row: newest };
    if (isNews && newest !== undefined) tellOf(newest);
  }, [newest, isLive, tellOf]);
}

const tellFill = (fill: FillRow): void => announce(`${fillText(fill)}${onWhich(fill.connection)}`);

const tellLine = (line: { readonly level: string; readonly text: string; readonly connection: string }): void => {
  if (line.level === 'info') return;
  announce(line.text, line.level === 'critical');
  if (line.level === 'critical') tell({ title: line.connection, text: line.text, tone: 'bad' });
};

export function Announcer(): ReactNode {
  const fills = useFills();
  const activity = useActivity();
  useNews(fills.list[0], fills.isLive, tellFill);
  useNews(activity.list[0], activity.isLive, tellLine);
  return null;
}
