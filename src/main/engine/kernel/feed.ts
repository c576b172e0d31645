// What the feed says of itself: connection, confirmed outages, clock skew, reconciliation.
import { toEpochMs } from '../../../shared/domain/ids.ts';
import { assertNever } from '../../../shared/assert.ts';
import type { EngineCore } from './core.ts';
import type { FeedStatus } from './inputs.ts';

export function onFeed(core: EngineCore, status: FeedStatus): void {
  const { feed } = core;
  switch (status.type) {
    case 'connected':
    case 'disconnected':
      feed.isConnected = status.type === 'connected';
      break;
    case 'outage':
      recordOutage(core, status);
      break;
    case 'clockSkew':
      feed.clockSkewMs = status.skewMs;
      break;
    case 'reconciling':
      if (status.symbol === undefined) feed.isReconciling = true;
      else feed.reconciling.add(status.symbol);
      break;
    case 'reconciled':
      if (status.symbol === undefined) {
        feed.isReconciling = false;
        feed.reconciling.clear();
      } else feed.reconciling.delete(status.symbol);
      break;
    default:
      assertNever(status);
  }
  core.emit({ kind: 'feedChanged', status });
}

/** The venue has no candles in a range: a gap there is resolved, and none arises. */
function recordOutage(
  core: EngineCore,
  { symbol, timeframe, from, to }: Extract<FeedStatus, { type: 'outage' }>,
): void {
  const market = core.markets.get(symbol);
  if (market?.base !== timeframe) return;
  const resolved = market.book.recordOutage({ from, to });
  core.emit({ kind: 'outageRecorded', symbol, timeframe, from, to });
  for (const range of resolved) {
    core.emit({ kind: 'gapResolved', symbol, timeframe, from: toEpochMs(range.from), to: toEpochMs(range.to) });
  }
}
