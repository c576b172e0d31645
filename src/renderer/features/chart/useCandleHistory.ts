// The candles of one chart, from main's history and from its stream.
import { useEffect, useMemo, useState } from 'react';
import type { CandleRow } from '../../../shared/contract/records/engine.ts';
import { type Timeframe, timeframeMs } from '../../../shared/time.ts';
import type { Bar } from '../../charts/price/candleBars.ts';
import { request } from '../../lib/bridge.ts';
import { followCandles } from '../../lib/live/candleFeed.ts';
import { CandlePages, type CandlesState, NO_CANDLES } from './candlePages.ts';

export interface Series {
  readonly connection: string;
  readonly symbol: string;
  readonly timeframe: Timeframe;
}

export interface CandleHistory extends CandlesState {
  /** Loads the page before, once. */
  readonly loadOlder: () => void;
  /** Loads everything from a time on; resolves when it is there or has failed. */
  readonly loadFrom: (time: number) => Promise<void>;
  readonly reload: () => void;
}

export function useCandleHistory({ connection, symbol, timeframe }: Series): CandleHistory {
  const [state, setState] = useState(NO_CANDLES);
  const [pages, setPages] = useState<CandlePages>();

  useEffect(() => {
    const made = new CandlePages({
      candleMs: timeframeMs(timeframe),
      ask: (question) => request('candles.list', { connection, symbol, timeframe, ...question }),
      onChange: setState,
    });
    setPages(made);
    void made.load();
    const unfollow = followCandles({ connection, symbol, timeframe }, (candle) => made.live(toBar(candle)));
    return () => {
      unfollow();
      made.close();
    };
  }, [connection, symbol, timeframe]);

  const acts = useMemo(
    () => ({
      loadOlder: () => pages?.older(),
      loadFrom: (time: number) => pages?.reach(time) ?? Promise.resolve(),
      reload: () => void pages?.load(),
    }),
    [pages],
  );
  return useMemo(() => ({ ...state, ...acts }), [state, acts]);
}

const toBar = ({ openTime, open, high, low, close, volume }: CandleRow): Bar => ({
  time: openTime,
  open,
  high,
  low,
  close,
  volume,
});
