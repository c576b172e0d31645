// The candles of one chart: the newest page, older pages as the trader scrolls back, live ones at the end, and the indicators over them.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CandleRow } from '../../../shared/contract/records/engine.ts';
import type { WireError } from '../../../shared/contract/result.ts';
import type { Timeframe } from '../../../shared/time.ts';
import { type Bar, type Gap, MAX_BARS, prependBars, toBars, withLiveBar } from '../../charts/price/candleBars.ts';
import { request } from '../../lib/bridge.ts';
import { followCandles } from '../../lib/live/candleFeed.ts';

export interface Series {
  readonly connection: string;
  readonly symbol: string;
  readonly timeframe: Timeframe;
}

export interface CandleHistory {
  readonly bars: readonly Bar[];
  readonly gaps: readonly Gap[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly failure: WireError | undefined;
  /** Loads the page before, once. */
  readonly loadOlder: () => void;
  readonly reload: () => void;
}

const FIRST_PAGE = 1200;
const NEXT_PAGE = 2000;

interface Loaded {
  readonly bars: readonly Bar[];
  readonly gaps: readonly Gap[];
  readonly hasMore: boolean;
}

const NOTHING_YET: Loaded = { bars: [], gaps: [], hasMore: false };

export function useCandleHistory({ connection, symbol, timeframe }: Series): CandleHistory {
  const [loaded, setLoaded] = useState<Loaded>(NOTHING_YET);
  const [isLoading, setLoading] = useState(true);
  const [failure, setFailure] = useState<WireError>();
  const isBusy = useRef(false);

  const load = useCallback(
    async (before: number | undefined): Promise<void> => {
      if (isBusy.current) return;
      isBusy.current = true;
      const limit = before === undefined ? FIRST_PAGE : NEXT_PAGE;
      const span = { connection, symbol, timeframe, limit, ...(before === undefined ? {} : { before }) };
      const result = await request('candles.list', span);
      isBusy.current = false;
      setLoading(false);
      if (!result.ok) {
        setFailure(result.error);
        return;
      }
      setFailure(undefined);
      const page = { bars: toBars(result.value), gaps: result.value.gaps, hasMore: result.value.hasMore };
      setLoaded((known) => (before === undefined ? page : joinPages(page, known)));
    },
    [connection, symbol, timeframe],
  );

  useEffect(() => void load(undefined), [load]);

  useEffect(
    () =>
      followCandles({ connection, symbol, timeframe }, (candle) =>
        setLoaded((known) =>
          known.bars.length === 0 ? known : { ...known, bars: withLiveBar(known.bars, toBar(candle)) },
        ),
      ),
    [connection, symbol, timeframe],
  );

  const first = loaded.bars[0]?.time;
  const canLoad = loaded.hasMore && loaded.bars.length < MAX_BARS;
  return {
    ...loaded,
    isLoading,
    failure,
    loadOlder: useCallback(() => {
      if (canLoad && first !== undefined) void load(first);
    }, [canLoad, first, load]),
    reload: useCallback(() => void load(undefined), [load]),
  };
}

const toBar = ({ openTime, open, high, low, close, volume }: CandleRow): Bar => ({
  time: openTime,
  open,
  high,
  low,
  close,
  volume,
});

const joinPages = (older: Loaded, known: Loaded): Loaded => ({
  bars: prependBars(older.bars, known.bars),
  gaps: [...older.gaps, ...known.gaps],
  hasMore: older.hasMore,
});
