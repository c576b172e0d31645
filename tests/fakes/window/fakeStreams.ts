// What the window's fake pushes: a snapshot of each stream, then a price walk and now and then a line, so that the window lives.
import { createRng } from '../../../src/main/engine/kernel/rng.ts';
import type { ActivityRow } from '../../../src/shared/contract/records/engine.ts';
import type { PortfolioRow } from '../../../src/shared/contract/records/portfolio.ts';
import type { ItemOf, StreamName } from '../../../src/shared/contract/streams.ts';
import { timeframeMs } from '../../../src/shared/time.ts';
import { EQUITY, makeSignal, POSITIONS, SIGNALS, TRADES, WORKING_ORDERS } from './fakeAccount.ts';
import { REHEARSAL } from './fakeConnections.ts';
import { CONNECTION, lastPrice, NOW, SYMBOLS } from './fakeMarket.ts';
import { CONSENSUS } from './fakeModels.ts';
import { ENGINE, HEALTH } from './fakeSystem.ts';

export const ACTIVITY: readonly ActivityRow[] = Array.from({ length: 140 }, (_, index) => ({
  connection: CONNECTION,
  at: NOW - (140 - index) * 61_000,
  level: index % 23 === 5 ? ('warning' as const) : index % 71 === 40 ? ('critical' as const) : ('info' as const),
  text: [
    'sma-cross signals entry long BTC/USDT:USDT, strength 0.62',
    'Refused: the total exposure would be 312 % of equity; 300 % is allowed (EXPOSURE_TOTAL)',
    'Bought 0.0400 BTC/USDT:USDT at 61,311.2 as taker',
    'Stop loss of BTC/USDT:USDT placed at 60,085.0',
    'Closed ETH/USDT:USDT short with +12.31 USDT (take profit)',
  ][index % 5] as string,
}));

export const PORTFOLIO: PortfolioRow = {
  connection: CONNECTION,
  isSimulated: true,
  at: NOW,
  quote: 'USDT',
  equity: EQUITY.toFixed(2),
  balance: (EQUITY - 41).toFixed(2),
  unrealisedPnl: '41.37',
  dayPnl: '87.41',
  dayPnlPct: 0.86,
  drawdownPct: 1.9,
  peakEquity: (EQUITY * 1.019).toFixed(2),
  exposure: 0.7,
  marginUsed: '2400.00',
  openPositions: POSITIONS.length,
  workingOrders: WORKING_ORDERS.length,
  isSample: false,
};

const numbered = <T extends object>(rows: readonly T[]) => rows.map((row) => ({ ...row, journalSeq: 0 }));

export const SNAPSHOTS: { readonly [S in StreamName]: () => readonly ItemOf<S>[] } = {
  engines: () => [
    ENGINE,
    { ...ENGINE, connection: REHEARSAL, mode: 'live', speed: 1, openPositions: 0, workingOrders: 0 },
  ],
  marks: () => SYMBOLS.map((symbol) => mark(symbol, lastPrice(symbol), NOW)),
  candles: () => [],
  orders: () => numbered(WORKING_ORDERS),
  trades: () => TRADES.slice(-40).map((trade) => ({ kind: 'trade' as const, journalSeq: 0, trade })),
  signals: () => numbered(SIGNALS),
  positions: () => numbered(POSITIONS),
  portfolio: () => numbered([PORTFOLIO]),
  predictions: () => [...CONSENSUS],
  activity: () => numbered(ACTIVITY),
  health: () => [HEALTH],
  jobs: () => [],
};

const mark = (symbol: string, last: number, at: number) => ({
  connection: CONNECTION,
  symbol,
  bid: last * 0.9999,
  ask: last * 1.0001,
  last,
  at,
});

export type Push = <S extends StreamName>(stream: S, items: readonly ItemOf<S>[]) => void;

/** Walks prices on; returns what stops it. */
export function startWalking(push: Push): () => void {
  const rng = createRng('fake walk');
  const prices = new Map(SYMBOLS.map((symbol) => [symbol as string, lastPrice(symbol)]));
  const opens = new Map(prices);
  const [highs, lows] = [new Map(prices), new Map(prices)];
  let ticks = 0;
  const openTime = Math.floor(NOW / timeframeMs('15m')) * timeframeMs('15m');
  const timer = setInterval(() => {
    ticks += 1;
    const at = NOW + ticks * 500;
    for (const symbol of SYMBOLS) {
      const last = (prices.get(symbol) ?? 0) * (1 + 0.00012 * rng.gaussian());
      prices.set(symbol, last);
      highs.set(symbol, Math.max(highs.get(symbol) ?? last, last));
      lows.set(symbol, Math.min(lows.get(symbol) ?? last, last));
      push('marks', [mark(symbol, last, at)]);
      push('candles', [
        {
          connection: CONNECTION,
          symbol,
          timeframe: '15m',
          openTime,
          open: opens.get(symbol) ?? last,
          high: highs.get(symbol) ?? last,
          low: lows.get(symbol) ?? last,
          close: last,
          volume: null,
          isClosed: false,
        },
      ]);
    }
    push(
      'positions',
      POSITIONS.map((position) => {
        const price = prices.get(position.symbol) ?? 0;
        const sign = position.side === 'long' ? 1 : -1;
        const move = (price - Number(position.averageEntry)) * sign;
        return {
          ...position,
          mark: price.toFixed(2),
          unrealisedPnl: (move * Number(position.qty)).toFixed(2),
          pnlPct: (move / Number(position.averageEntry)) * 100,
          pricedAt: at,
          journalSeq: 0,
        };
      }),
    );
    push('engines', [
      { ...ENGINE, at, dayPnl: (87.41 + 3 * rng.gaussian()).toFixed(2), data: { ...ENGINE.data, newestAt: at } },
    ]);
    if (ticks % 40 === 0) {
      push('activity', [{ ...(ACTIVITY[0] as ActivityRow), at, journalSeq: ticks }]);
      push('signals', [{ ...makeSignal(ticks, at), journalSeq: ticks }]);
    }
  }, 500);
  return () => clearInterval(timer);
}
