// A made-up account for the window's fake: trades, positions, orders, signals, equity of the simulator connection.
import { createRng } from '../../../src/main/engine/kernel/rng.ts';
import type { OrderRow } from '../../../src/shared/contract/records/order.ts';
import type { PositionRow, TradeRow } from '../../../src/shared/contract/records/portfolio.ts';
import type { DayRow } from '../../../src/shared/contract/records/analytics.ts';
import type { SignalRow } from '../../../src/shared/contract/records/signal.ts';
import { candlesOf, CONNECTION, DAY, lastPrice, NOW, SYMBOLS } from './fakeMarket.ts';

export const STRATEGIES = ['sma-cross', 'rsi-reversion', 'macd-trend', 'breakout'] as const;
const EXITS = ['stopLoss', 'takeProfit', 'strategy', 'trailing', 'maxHold'] as const;
const START_EQUITY = 10_000;

const money = (value: number): string => value.toFixed(2);
const pick = <T>(items: readonly T[], share: number): T => items[Math.floor(share * items.length)] as T;

function makeTrades(): readonly TradeRow[] {
  const rng = createRng('fake trades');
  return Array.from({ length: 240 }, (_, index) => {
    const symbol = pick(SYMBOLS, rng.next());
    const candles = candlesOf(symbol, '15m');
    const at = Math.floor(((index + rng.next()) / 240) * (candles.length - 60));
    const [entry, exit] = [candles[at], candles[at + 2 + Math.floor(rng.next() * 40)]];
    if (entry === undefined || exit === undefined) throw new Error('the walk is shorter than the trades');
    const side = rng.next() < 0.6 ? ('long' as const) : ('short' as const);
    const notional = 900 + 1800 * rng.next();
    const qty = notional / entry.close;
    const gross = (exit.close - entry.close) * qty * (side === 'long' ? 1 : -1) + notional * 0.0012;
    const fees = notional * 0.001;
    const funding = rng.next() < 0.3 ? -notional * 0.0001 : 0;
    const initialRisk = notional * 0.02;
    const net = gross - fees + funding;
    return {
      connection: CONNECTION,
      id: `t${String(index)}`,
      strategy: pick(STRATEGIES, rng.next()),
      symbol,
      side,
      entryAt: entry.openTime,
      entryPrice: money(entry.close),
      exitAt: exit.openTime,
      exitPrice: money(exit.close),
      qty: qty.toFixed(4),
      fees: money(fees),
      pnl: money(gross - fees),
      funding: money(funding),
      exitReason: net > 0 ? pick(EXITS.slice(1), rng.next()) : pick(EXITS, rng.next() * 0.7),
      initialRisk: money(initialRisk),
      net: money(net),
      returnPct: (net / notional) * 100,
      r: net / initialRisk,
    };
  }).sort((a, b) => a.exitAt - b.exitAt);
}

export const TRADES = makeTrades();

const realisedBefore = (time: number): number =>
  TRADES.reduce((sum, trade) => (trade.exitAt < time ? sum + Number(trade.net) : sum), 0);

export const EQUITY = START_EQUITY + realisedBefore(NOW) + 41.37;

function makeDays(): readonly DayRow[] {
  return Array.from({ length: 62 }, (_, back) => {
    const from = Math.floor(NOW / DAY) * DAY - back * DAY;
    const trades = TRADES.filter(({ exitAt }) => exitAt >= from && exitAt < from + DAY);
    const realised = trades.reduce((sum, { net }) => sum + Number(net), 0);
    const start = START_EQUITY + realisedBefore(from);
    const sum = (field: 'fees' | 'funding'): string =>
      money(trades.reduce((all, trade) => all + Number(trade[field]), 0));
    return {
      day: new Date(from).toISOString().slice(0, 10),
      from,
      startEquity: money(start),
      endEquity: money(start + realised),
      pnl: money(realised),
      returnPct: (realised / start) * 100,
      trades: trades.length,
      wins: trades.filter(({ net }) => Number(net) > 0).length,
      losses: trades.filter(({ net }) => Number(net) <= 0).length,
      realised: money(realised),
      fees: sum('fees'),
      funding: sum('funding'),
    };
  });
}

export const DAYS = makeDays();

/** Equity by 15-minute candle, with the fall below the peak in percent. */
export function equityCurve() {
  const at = candlesOf(SYMBOLS[0], '15m').filter((_, index) => index % 6 === 0);
  let peak = 0;
  const rows = at.map(({ openTime, close, open }) => {
    const equity = START_EQUITY + realisedBefore(openTime) + ((close - open) / open) * 1800;
    peak = Math.max(peak, equity);
    return { openTime, equity, drawdown: (equity / peak - 1) * 100 };
  });
  return {
    connection: CONNECTION,
    at: rows.map(({ openTime }) => openTime),
    equity: rows.map(({ equity }) => equity),
    drawdownPct: rows.map(({ drawdown }) => drawdown),
  };
}

function position(index: number): PositionRow {
  const symbol = SYMBOLS[index] as string;
  const price = lastPrice(symbol);
  const side = index === 1 ? ('short' as const) : ('long' as const);
  const sign = side === 'long' ? 1 : -1;
  const entry = price * (1 - sign * (0.004 - index * 0.0035));
  const qty = 2400 / entry;
  const pnl = (price - entry) * qty * sign;
  return {
    connection: CONNECTION,
    strategy: STRATEGIES[index] as string,
    symbol,
    side,
    qty: qty.toFixed(4),
    averageEntry: money(entry),
    openedAt: NOW - (index + 1) * 4_100_000,
    mark: money(price),
    unrealisedPnl: money(pnl),
    stopPrice: money(entry * (1 - sign * 0.02)),
    targetPrice: money(entry * (1 + sign * 0.03)),
    isOpen: true,
    notional: money(qty * price),
    pnlPct: ((price - entry) / entry) * sign * 100,
    riskToStop: money(qty * price * 0.021),
    pricedAt: NOW - 4_000,
  };
}

export const POSITIONS: readonly PositionRow[] = [position(0), position(1), position(2)];

function order(index: number, over: Partial<OrderRow>): OrderRow {
  const symbol = SYMBOLS[index % 3] as string;
  const price = lastPrice(symbol);
  return {
    connection: CONNECTION,
    symbol,
    side: 'sell',
    type: 'stop',
    qty: '0.0400',
    stopPrice: money(price * 0.98),
    timeInForce: 'GTC',
    reduceOnly: true,
    postOnly: false,
    intent: 900 + index,
    clientOrderId: `fdfake${String(index).padStart(4, '0')}`,
    strategy: STRATEGIES[index % 4] as string,
    purpose: 'stopLoss',
    createdAt: NOW - 3_600_000 + index * 1000,
    state: 'open',
    venueOrderId: `v${String(index)}`,
    filledQty: '0',
    filledValue: '0',
    fees: '0',
    updatedAt: NOW - 3_500_000 + index * 1000,
    isWorking: true,
    ...over,
  };
}

const limitAt = (symbol: string, factor: number): string => money(lastPrice(symbol) * factor);

export const WORKING_ORDERS: readonly OrderRow[] = [
  order(0, {}),
  order(1, { side: 'buy', stopPrice: limitAt(SYMBOLS[1], 1.02) }),
  order(2, {
    type: 'limit',
    purpose: 'takeProfit',
    limitPrice: limitAt(SYMBOLS[2], 1.03),
    filledQty: '0.0100',
    state: 'partiallyFilled',
    averagePrice: limitAt(SYMBOLS[2], 1.03),
  }),
  order(3, {
    type: 'limit',
    purpose: 'entry',
    side: 'buy',
    reduceOnly: false,
    limitPrice: limitAt(SYMBOLS[0], 0.991),
    strategy: 'manual',
    state: 'unknown',
    reason: 'No answer within 10 s; the venue is being asked.',
  }),
];

export const FINISHED_ORDERS: readonly OrderRow[] = Array.from({ length: 60 }, (_, index) =>
  order(10 + index, {
    state: index % 7 === 0 ? 'canceled' : index % 11 === 0 ? 'rejected' : 'filled',
    isWorking: false,
    type: 'market',
    purpose: index % 2 === 0 ? 'entry' : 'strategy',
    filledQty: index % 7 === 0 || index % 11 === 0 ? '0' : '0.0400',
    averagePrice: limitAt(SYMBOLS[index % 3] as string, 1 - index * 0.0004),
    updatedAt: NOW - 4_000_000 - index * 1_900_000,
    ...(index % 11 === 0 ? { reason: 'The venue rejected it: price out of band.' } : {}),
  }),
);

const cross = (result: boolean) => ({
  label: 'all',
  result,
  children: [
    {
      label: 'SMA(10) crosses above SMA(30)',
      result,
      values: [
        { name: 'SMA(10)', now: 61_512.4, before: 61_480.1 },
        { name: 'SMA(30)', now: 61_498.2, before: 61_495.9 },
      ],
    },
    { label: 'RSI(14) below 70', result: true, values: [{ name: 'RSI(14)', now: 57.3 }] },
    {
      label: 'not',
      result: null,
      children: [{ label: 'EMA(200) falling 3', result: null, values: [{ name: 'EMA(200)', now: null }] }],
    },
  ],
});

/** One signal; `time` places it, else they go back from now. */
export function makeSignal(index: number, time?: number): SignalRow {
  const symbol = SYMBOLS[index % 3] as string;
  const at = time ?? NOW - (NOW % 900_000) - index * 2_700_000;
  const id = time === undefined ? `s${String(index)}` : `live${String(index)}`;
  const outcome =
    index % 3 === 0 ? ('ordered' as const) : index % 7 === 0 ? ('ignored' as const) : ('refused' as const);
  const isRefused = outcome === 'refused';
  return {
    connection: CONNECTION,
    signal: {
      id,
      strategy: STRATEGIES[index % 4] as string,
      symbol,
      timeframe: '15m',
      action: index % 5 === 4 ? 'exit' : 'entry',
      side: index % 2 === 0 ? 'long' : 'short',
      candleCloseTime: at,
      strength: 0.4 + ((index * 37) % 60) / 100,
      evidence: cross(true),
    },
    decision: {
      signal: id,
      at,
      outcome,
      reason: isRefused
        ? 'The total exposure would be 312 % of equity; 300 % is allowed.'
        : outcome === 'ordered'
          ? 'A market order of 0.0400 went out.'
          : 'The position is already open.',
      gates: [{ gate: 'profitFactor', allow: true, detail: '' }],
      sizing: { qty: '0.0400', detail: '50 % of equity at the close' },
      verdicts: [
        { code: 'TRADING_HALTED', allow: true, detail: '' },
        { code: 'DATA_STALE', allow: true, detail: '' },
        { code: 'EXPOSURE_TOTAL', allow: !isRefused, detail: isRefused ? '312 % of equity against 300 % allowed' : '' },
      ],
      orders: outcome === 'ordered' ? ['fdfake0001'] : [],
    },
  };
}

export const SIGNALS: readonly SignalRow[] = Array.from({ length: 90 }, (_, index) => makeSignal(index));
export { cross as makeEvidence };
