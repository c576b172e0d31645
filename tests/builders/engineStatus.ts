// Statuses of engines for whatever shows them; only what matters is said.
import { type EngineStatus, type MarketStatus } from '../../src/shared/domain/engineStatus.ts';
import {
  toClientOrderId,
  toConnectionId,
  toEpochMs,
  toFillId,
  toStrategyId,
  toSymbolId,
} from '../../src/shared/domain/ids.ts';
import type { Instrument } from '../../src/shared/domain/instrument.ts';
import { Decimal } from '../../src/shared/money.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/shared/time.ts';
import { aCandle } from './aCandle.ts';
import { anInstrument } from './risk.ts';
import { aDecision, aLedgerEntry, anOrder, aPosition, aSignal, aTrade } from './tradingRecords.ts';

/** 2026-03-04T12:34:56Z. */
export const NOON = Date.UTC(2026, 2, 4, 12, 34, 56);
const at = (ms: number) => toEpochMs(NOON + ms);
const dec = (value: string | number): Decimal => Decimal.of(value);

/** A simulated connection on paper, connected and with nothing to show. */
export const anEngineStatus = (changes: Partial<EngineStatus> = {}): EngineStatus => ({
  connection: toConnectionId('simulator'),
  isSimulated: true,
  mode: 'paper',
  isLive: false,
  state: 'running',
  detail: '',
  at: at(0),
  speed: 60,
  timeframe: '15m',
  strategies: ['sma-cross'],
  tradingState: 'ACTIVE',
  isSafeMode: false,
  locks: [],
  quote: 'USDT',
  equity: dec(10_000),
  balance: dec(10_000),
  dayStartEquity: dec(10_000),
  peakEquity: dec(10_000),
  feed: {
    isConnected: true,
    detail: '',
    reconnects: 0,
    rejected: 0,
    isReconciling: false,
    reconcilingSymbols: [],
    differences: 0,
  },
  processors: [],
  markets: [],
  positions: [],
  orders: [],
  signals: [],
  trades: [],
  ledger: [],
  activity: [],
  journal: { steps: 0, lastCommitMs: 0 },
  ...changes,
});

/** 43 251.5, ten seconds old; the last candle closed at 12:30, 0.5 % higher than it opened. */
export const aMarketStatus = (changes: Partial<MarketStatus> = {}): MarketStatus => ({
  symbol: toSymbolId('BTC/USDT:USDT'),
  instrument: anInstrument(),
  price: 43_251.5,
  bid: 43_251,
  ask: 43_252,
  pricedAt: at(-10 * SECOND_MS),
  lastCandleClose: toEpochMs(Date.UTC(2026, 2, 4, 12, 30)),
  lastCandle: aCandle({ open: 43_000, high: 43_300, low: 42_950, close: 43_215 }),
  hasGap: false,
  indications: [],
  ...changes,
});

const SOL: Instrument = anInstrument({
  symbol: toSymbolId('SOL/USDT:USDT'),
  tickSize: dec('0.001'),
  lotSize: dec('0.1'),
});
const ETH: Instrument = anInstrument({
  symbol: toSymbolId('ETH/USDT:USDT'),
  tickSize: dec('0.01'),
  lotSize: dec('0.01'),
});

/** The default set of the configuration, with plausible values around `price`. */
const indications = (price: number): MarketStatus['indications'] =>
  Object.entries({
    ...{ sma_20: price * 0.995, sma_50: price * 0.98, ema_20: price * 0.996, rsi_14: 61.34 },
    ...{
      macd_12_26_9_macd: price * 0.002,
      macd_12_26_9_signal: price * 0.0015,
      macd_12_26_9_histogram: price * 0.0005,
    },
    ...{ bollinger_20_2_middle: price * 0.995, bollinger_20_2_upper: price * 1.02, bollinger_20_2_lower: price * 0.97 },
    ...{ atr_14: price * 0.004, adx_14_adx: 27.1, adx_14_plusDi: 25.5, adx_14_minusDi: 14.2 },
    ...{ stochastic_14_3_3_k: 78.25, stochastic_14_3_3_d: 74.5 },
  }).map(([name, value]) => ({ name, value }));

/** An engine in full swing. */
export function aBusyStatus(changes: Partial<EngineStatus> = {}): EngineStatus {
  const [eth, sol] = [ETH.symbol, SOL.symbol];
  const trend = toStrategyId('trend-follow');
  return anEngineStatus({
    strategies: ['sma-cross', 'trend-follow'],
    equity: dec('10123.456'),
    balance: dec('10050.31'),
    dayStartEquity: dec('10020.10'),
    peakEquity: dec('10176'),
    equityCurve: Array.from({ length: 120 }, (_, index) => 10_000 + index + 40 * Math.sin(index / 7)),
    session: {
      ...{ startedAt: at(-27 * HOUR_MS), startEquity: dec(10_000), signals: 34, ordered: 20 },
      ...{ refused: { DAILY_LOSS: 5, profitFactor: 7 }, fills: 41, trades: 12, wins: 7 },
      ...{ realised: dec('100.5'), fees: dec('12.345'), funding: dec('-0.12') },
    },
    feed: {
      ...{ isConnected: true, detail: 'streaming', reconnects: 2, rejected: 1, clockSkewMs: 12 },
      ...{ isReconciling: false, reconcilingSymbols: [], differences: 0 },
    },
    processors: [
      { processor: 'indication', cycles: 12_345, lastMs: 0.04, p95Ms: 0.12, errors: 0, heartbeatAt: at(-SECOND_MS) },
      { processor: 'strategy', cycles: 4115, lastMs: 0.11, p95Ms: 0.31, errors: 0, heartbeatAt: at(-5 * MINUTE_MS) },
      { processor: 'realtime', cycles: 98_765, lastMs: 0.01, p95Ms: 0.02, errors: 0, heartbeatAt: at(0) },
      {
        ...{ processor: 'health', cycles: 1234, lastMs: 0.01, p95Ms: 0.02, errors: 1, heartbeatAt: at(0) },
        lastError: 'the clock of the venue could not be read',
      },
    ],
    markets: [
      aMarketStatus({ indications: indications(43_251.5) }),
      aMarketStatus({
        ...{
          symbol: eth,
          instrument: ETH,
          price: 2310.55,
          bid: 2310.5,
          ask: 2310.61,
          indications: indications(2310.55),
        },
        lastCandle: aCandle({ open: 2330, high: 2331, low: 2310, close: 2315.2 }),
      }),
      aMarketStatus({
        ...{ symbol: sol, instrument: SOL, price: 98.123, bid: 98.12, ask: 98.126, indications: indications(98.123) },
        ...{ pricedAt: at(-3 * MINUTE_MS), staleReason: 'the price is 180 s old, at most 60 s are allowed' },
        lastCandle: aCandle({ open: 98, high: 99, low: 97, close: 98 }),
      }),
    ],
    positions: [
      aPosition({
        ...{ qty: dec('0.015'), averageEntry: dec('42873.3333'), mark: dec('43251.5'), unrealisedPnl: dec('5.6725') },
        ...{ stopPrice: dec('42016'), targetPrice: dec('44159.5'), openedAt: at(-3 * HOUR_MS - 4 * MINUTE_MS) },
      }),
      aPosition({
        ...{ strategy: trend, symbol: eth, side: 'short', qty: dec('1.25'), averageEntry: dec('2305.1') },
        ...{ mark: dec('2310.55'), unrealisedPnl: dec('-6.8125'), openedAt: at(-22 * MINUTE_MS), stopPrice: undefined },
      }),
    ],
    orders: [
      anOrder(7, {
        ...{ state: 'open', side: 'sell', type: 'stop', qty: dec('0.015'), filledQty: dec(0), stopPrice: dec(42_016) },
        ...{ purpose: 'stopLoss', createdAt: at(-3 * HOUR_MS) },
      }),
      anOrder(8, {
        ...{ state: 'partiallyFilled', side: 'sell', type: 'takeProfit', qty: dec('0.015'), filledQty: dec('0.005') },
        ...{ purpose: 'takeProfit', limitPrice: dec('44159.5'), createdAt: at(-3 * HOUR_MS) },
      }),
    ],
    signals: [
      {
        signal: aSignal('1', { candleCloseTime: at(-4 * HOUR_MS) }),
        decision: aDecision('1', { outcome: 'ignored', reason: 'a position is already open' }),
      },
      {
        signal: aSignal('2', { candleCloseTime: at(-3 * HOUR_MS) }),
        decision: aDecision('2', { reason: 'buy 0.015 BTC/USDT:USDT at the market' }),
      },
      {
        signal: aSignal('3', { symbol: sol, side: 'short', candleCloseTime: at(-HOUR_MS), strategy: trend }),
        decision: aDecision('3', {
          ...{ outcome: 'refused', reason: '' },
          verdicts: [
            { code: 'TRADING_HALTED', allow: true, detail: '' },
            { code: 'DATA_STALE', allow: false, detail: 'the price is 180 s old, at most 60 s are allowed' },
          ],
        }),
      },
      {
        signal: aSignal('4', {
          symbol: eth,
          action: 'exit',
          side: 'short',
          strategy: trend,
          candleCloseTime: at(-MINUTE_MS),
        }),
      },
    ],
    fills: [
      {
        ...{ fillId: toFillId('f1'), clientOrderId: toClientOrderId('order-7'), symbol: eth, side: 'sell' },
        ...{ qty: dec('1.25'), price: dec('2305.1'), fee: dec('1.4407'), liquidity: 'taker', at: at(-22 * MINUTE_MS) },
      },
    ],
    trades: [
      aTrade(1, {
        ...{
          entryPrice: dec(42_100),
          exitPrice: dec(43_363),
          qty: dec('0.02'),
          pnl: dec('24.41'),
          funding: dec('-0.12'),
        },
        ...{ entryAt: at(-9 * HOUR_MS), exitAt: at(-5 * HOUR_MS) },
      }),
      aTrade(2, {
        ...{ symbol: sol, side: 'short', entryPrice: dec('97.5'), exitPrice: dec('99.45'), qty: dec('12.3') },
        ...{
          pnl: dec('-25.2'),
          exitReason: 'stopLoss',
          strategy: trend,
          entryAt: at(-4 * HOUR_MS),
          exitAt: at(-2 * HOUR_MS),
        },
      }),
    ],
    ledger: [
      aLedgerEntry(1, { at: at(-27 * HOUR_MS) }),
      aLedgerEntry(2, {
        ...{
          at: at(-2 * HOUR_MS),
          kind: 'realisedPnl',
          amount: dec('-23.985'),
          balance: dec('10051.7507'),
          cause: 'f0',
        },
        symbol: sol,
      }),
      aLedgerEntry(3, {
        ...{ at: at(-22 * MINUTE_MS), kind: 'fee', amount: dec('-1.4407'), balance: dec('10050.31'), cause: 'f1' },
        symbol: eth,
      }),
    ],
    activity: [
      { at: at(-26 * HOUR_MS), level: 'info', text: 'Connected: simulator at 60x.' },
      { at: at(-2 * HOUR_MS), level: 'warning', text: 'Disconnected: the feed was silent for 120 s.' },
      { at: at(-2 * HOUR_MS + MINUTE_MS), level: 'info', text: 'Orders and positions agree with the venue.' },
    ],
    journal: { steps: 123_456, lastCommitMs: 1.23 },
    ...changes,
  });
}
