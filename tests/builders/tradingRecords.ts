// Records of trading as the engine makes them; only what matters is said.
import {
  toClientOrderId,
  toEpochMs,
  toSignalId,
  toStrategyId,
  toSymbolId,
  toTradeId,
} from '../../src/shared/domain/ids.ts';
import type { Order } from '../../src/shared/domain/order.ts';
import type { LedgerEntry, Position, Trade } from '../../src/shared/domain/portfolio.ts';
import type { Decision, Signal } from '../../src/shared/domain/signal.ts';
import { Decimal } from '../../src/shared/money.ts';

/** 2026-01-01T00:00:00Z. */
export const NEW_YEAR = Date.UTC(2026, 0, 1);

const base = { strategy: toStrategyId('sma-cross'), symbol: toSymbolId('BTC/USDT:USDT') };

export const aPosition = (overrides: Partial<Position> = {}): Position => ({
  ...base,
  side: 'long',
  qty: Decimal.of('0.5'),
  averageEntry: Decimal.of(100),
  openedAt: toEpochMs(NEW_YEAR),
  mark: Decimal.of(110),
  unrealisedPnl: Decimal.of(5),
  stopPrice: Decimal.of(98),
  ...overrides,
});

export const anOrder = (intent: number, overrides: Partial<Order> = {}): Order => ({
  ...base,
  intent,
  clientOrderId: toClientOrderId(`order-${String(intent)}`),
  purpose: 'entry',
  side: 'buy',
  type: 'market',
  qty: Decimal.of('0.5'),
  timeInForce: 'GTC',
  reduceOnly: false,
  postOnly: false,
  createdAt: toEpochMs(NEW_YEAR + intent * 1000),
  state: 'filled',
  filledQty: Decimal.of('0.5'),
  filledValue: Decimal.of(50),
  fees: Decimal.of('0.025'),
  updatedAt: toEpochMs(NEW_YEAR + intent * 1000),
  ...overrides,
});

export const aTrade = (number: number, overrides: Partial<Trade> = {}): Trade => ({
  ...base,
  id: toTradeId(`trade-${String(number)}`),
  side: 'long',
  entryAt: toEpochMs(NEW_YEAR),
  entryPrice: Decimal.of(100),
  exitAt: toEpochMs(NEW_YEAR + number * 3_600_000),
  exitPrice: Decimal.of(103),
  qty: Decimal.of('0.5'),
  fees: Decimal.of('0.05'),
  pnl: Decimal.of('1.45'),
  funding: Decimal.ZERO,
  exitReason: 'takeProfit',
  initialRisk: Decimal.of(1),
  ...overrides,
});

export const aLedgerEntry = (sequence: number, overrides: Partial<LedgerEntry> = {}): LedgerEntry => ({
  sequence,
  at: toEpochMs(NEW_YEAR + sequence),
  kind: 'deposit',
  amount: Decimal.of(10_000),
  balance: Decimal.of(10_000),
  cause: 'start',
  ...overrides,
});

export const aSignal = (id: string, overrides: Partial<Signal> = {}): Signal => ({
  ...base,
  id: toSignalId(id),
  timeframe: '15m',
  action: 'entry',
  side: 'long',
  candleCloseTime: toEpochMs(NEW_YEAR),
  strength: 1,
  evidence: { label: 'all', result: true },
  ...overrides,
});

export const aDecision = (signal: string, overrides: Partial<Decision> = {}): Decision => ({
  signal: toSignalId(signal),
  at: toEpochMs(NEW_YEAR),
  outcome: 'ordered',
  reason: 'an entry of 0.5 was sent',
  gates: [],
  verdicts: [],
  orders: [],
  ...overrides,
});
