// Ties every stream to its store, through the one pump. Subscribed once for the life of the window, whatever view is open.
import type { Envelope } from '../../../shared/contract/messages.ts';
import type { ItemOf, StreamName } from '../../../shared/contract/streams.ts';
import { feedCandles } from './candleFeed.ts';
import { createPump } from '../pump.ts';
import { type NumberedActivity, type RowStore, rowStores, useHealthReport } from './stores.ts';

type Apply<S extends StreamName> = (items: readonly ItemOf<S>[], isReset: boolean) => void;

const toStore =
  <Row>(store: RowStore<Row>): ((rows: readonly Row[], isReset: boolean) => void) =>
  (rows, isReset) =>
    store.apply(rows, isReset);

let arrivals = 0;
const numbered = (items: readonly ItemOf<'activity'>[]): NumberedActivity[] =>
  items.map((item) => ({ ...item, arrival: (arrivals += 1) }));

const STREAM_STORES: { readonly [S in StreamName]: Apply<S> } = {
  engines: toStore(rowStores.engines),
  portfolio: toStore(rowStores.portfolio),
  positions: toStore(rowStores.positions),
  orders: toStore(rowStores.orders),
  signals: toStore(rowStores.signals),
  marks: toStore(rowStores.marks),
  candles: (items) => feedCandles(items),
  predictions: toStore(rowStores.consensus),
  jobs: toStore(rowStores.jobs),
  activity: (items, isReset) => rowStores.activity.apply(numbered(items), isReset),
  trades(items, isReset) {
    rowStores.fills.apply(
      items.flatMap((item) => (item.kind === 'fill' ? [item.fill] : [])),
      isReset,
    );
    rowStores.trades.apply(
      items.flatMap((item) => (item.kind === 'trade' ? [item.trade] : [])),
      isReset,
    );
  },
  health: (items) => useHealthReport.setState({ report: items[items.length - 1] }),
};

/** Begins to listen; what arrives is applied in the next frame, or at once while no frames are drawn. */
export function connectStores(): void {
  const bridge = window.foredeck;
  if (bridge === undefined) return;
  const pump = createPump({
    schedule: (run) => (document.hidden ? setTimeout(run, 250) : requestAnimationFrame(run)),
  });
  const follow = (stream: StreamName): void => {
    const apply = STREAM_STORES[stream] as Apply<StreamName>;
    bridge.subscribe(stream, ({ items, kind }: Envelope) => {
      pump.push(() => apply(items, kind === 'snapshot'));
    });
  };
  for (const stream of Object.keys(STREAM_STORES) as StreamName[]) follow(stream);
  document.addEventListener('visibilitychange', () => {
    bridge.setVisible(!document.hidden);
    pump.flush();
  });
}
