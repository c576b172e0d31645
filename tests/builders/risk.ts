// Builders for risk checks: an account with room for everything and an order that passes; only what matters shows.
import { toClientOrderId, toEpochMs, toStrategyId, toSymbolId, toTradeId } from '../../src/shared/domain/ids.ts';
import type { Instrument } from '../../src/shared/domain/instrument.ts';
import type { OrderIntent } from '../../src/shared/domain/order.ts';
import type { Trade } from '../../src/shared/domain/portfolio.ts';
import type { RiskConfig } from '../../src/shared/domain/risk.ts';
import { Decimal } from '../../src/shared/money.ts';
import { toRiskAmounts } from '../../src/main/engine/risk/riskAmounts.ts';
import type { MarketView, RiskView } from '../../src/main/engine/risk/riskLimit.ts';

export const dec = (value: number | string): Decimal => Decimal.of(value);

/** Every limit off. */
export const aRiskConfig = (changes: Partial<RiskConfig> = {}): RiskConfig => ({
  maxDailyLossPct: null,
  maxDrawdownPct: null,
  flattenOnDrawdown: false,
  maxConsecutiveLosses: null,
  consecutiveLossLockHours: 4,
  maxOpenPositions: null,
  maxExposurePerSymbolPct: null,
  maxExposureTotalPct: null,
  maxLeverage: null,
  maxOrdersPer10s: null,
  priceCollarPct: null,
  maxNotionalPerOrder: null,
  maxClockSkewMs: null,
  dayZone: 'UTC',
  stopLossGuard: null,
  lowProfitGuard: null,
  coolDownMinutes: null,
  ...changes,
});

/** Tick 0.5, lot 0.001, at least 0.002 and 10 USDT, taker 5 bps, leverage up to 10. */
export const anInstrument = (changes: Partial<Instrument> = {}): Instrument => ({
  symbol: toSymbolId('BTC/USDT:USDT'),
  kind: 'linear',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: dec('0.5'),
  lotSize: dec('0.001'),
  minQty: dec('0.002'),
  minNotional: dec(10),
  contractSize: dec(1),
  makerBps: dec(2),
  takerBps: dec(5),
  maxLeverage: dec(10),
  maintenanceMarginPct: dec('0.5'),
  isActive: true,
  ...changes,
});

/** Mark 100. */
export const aMarket = (changes: Partial<MarketView> = {}): MarketView => ({
  instrument: anInstrument(),
  mark: dec(100),
  exposure: dec(0),
  freeBase: dec(0),
  hasGap: false,
  staleReason: undefined,
  ...changes,
});

/** Equity, free cash and free margin 10 000; flat. */
export const aView = (changes: Partial<RiskView> = {}): RiskView => {
  const config = changes.config ?? aRiskConfig();
  return {
    config,
    amounts: toRiskAmounts(config),
    mode: 'paper',
    isSafeMode: false,
    tradingState: 'ACTIVE',
    stateChange: undefined,
    isConnectionEnabled: true,
    isLiveAllowed: false,
    isReconciling: false,
    clockSkewMs: undefined,
    equity: dec(10_000),
    freeCash: dec(10_000),
    freeMargin: dec(10_000),
    totalExposure: dec(0),
    openPositions: 0,
    workingEntries: 0,
    recentOrders: 0,
    consecutiveLosses: 0,
    locks: [],
    dayStartEquity: dec(10_000),
    peakEquity: dec(10_000),
    market: aMarket(),
    hasSameWorkingOrder: false,
    reducibleQty: dec(0),
    addsToPosition: false,
    ...changes,
  };
};

/** A market buy of 1, opening a position. */
export const anOrder = (changes: Partial<OrderIntent> = {}): OrderIntent => ({
  intent: 1,
  clientOrderId: toClientOrderId('fd1'),
  strategy: toStrategyId('sma'),
  purpose: 'entry',
  createdAt: toEpochMs(0),
  symbol: toSymbolId('BTC/USDT:USDT'),
  side: 'buy',
  type: 'market',
  qty: dec(1),
  timeInForce: 'GTC',
  reduceOnly: false,
  postOnly: false,
  ...changes,
});

/** A long trade of one unit that won 10. */
export const aTrade = (changes: Partial<Trade> = {}): Trade => ({
  id: toTradeId('t1'),
  strategy: toStrategyId('sma'),
  symbol: toSymbolId('BTC/USDT:USDT'),
  side: 'long',
  entryAt: toEpochMs(0),
  entryPrice: dec(100),
  exitAt: toEpochMs(0),
  exitPrice: dec(110),
  qty: dec(1),
  fees: dec(0),
  pnl: dec(10),
  funding: dec(0),
  exitReason: 'strategy',
  ...changes,
});
