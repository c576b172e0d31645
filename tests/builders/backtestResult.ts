// Hand-built backtest results: only what matters to a test is named, the rest is a plain quiet account.
import type { BacktestResult } from '../../src/main/engine/drivers/backtestResult.ts';
import { toEpochMs, toStrategyId, toSymbolId, toTradeId } from '../../src/shared/domain/ids.ts';
import type { LedgerKind, Trade } from '../../src/shared/domain/portfolio.ts';
import { Decimal, DecimalColumn } from '../../src/shared/money.ts';
import { DAY_MS, HOUR_MS } from '../../src/shared/time.ts';

/** A Monday, 00:00 UTC. */
export const START = toEpochMs(Date.UTC(2024, 0, 1));

type Numbers = Partial<Record<'pnl' | 'funding' | 'fees' | 'qty' | 'entryPrice' | 'exitPrice' | 'initialRisk', number>>;

/** A long trade of one hour without a stop. */
export function aTrade(numbers: Numbers = {}, rest: Partial<Trade> = {}): Trade {
  const { pnl = 0, funding = 0, fees = 0, qty = 1, entryPrice = 100, exitPrice = 100, initialRisk } = numbers;
  return {
    id: toTradeId('t1'),
    strategy: toStrategyId('sma-cross'),
    symbol: toSymbolId('BTC/USDT'),
    side: 'long',
    entryAt: START,
    entryPrice: Decimal.of(entryPrice),
    exitAt: toEpochMs((rest.entryAt ?? START) + HOUR_MS),
    exitPrice: Decimal.of(exitPrice),
    qty: Decimal.of(qty),
    fees: Decimal.of(fees),
    pnl: Decimal.of(pnl),
    funding: Decimal.of(funding),
    exitReason: 'strategy',
    ...(initialRisk === undefined ? {} : { initialRisk: Decimal.of(initialRisk) }),
    ...rest,
  };
}

const NO_ENTRIES: Record<LedgerKind, Decimal> = {
  deposit: Decimal.ZERO,
  fee: Decimal.ZERO,
  realisedPnl: Decimal.ZERO,
  funding: Decimal.ZERO,
  transfer: Decimal.ZERO,
  correction: Decimal.ZERO,
};

/** Starts at `START` with the first equity; one sample every `stepMs` after it. */
export function aBacktestResult(
  equities: readonly number[],
  { stepMs = DAY_MS, ledger = {}, ...rest }: Partial<BacktestResult> & Extras = {},
): BacktestResult {
  const [start = 0, ...samples] = equities;
  return {
    startEquity: Decimal.of(start),
    finalEquity: Decimal.of(equities.at(-1) ?? start),
    trades: [],
    open: [],
    equity: {
      at: Float64Array.from(samples, (_, index) => START + (index + 1) * stepMs),
      value: DecimalColumn.from(samples.map((equity) => Decimal.of(equity))),
    },
    ledgerTotals: { ...NO_ENTRIES, ...ledger },
    refusals: {},
    candles: samples.length,
    from: START,
    to: toEpochMs(START + samples.length * stepMs),
    exposureMs: 0,
    turnover: Decimal.ZERO,
    outages: [],
    ordersSent: 0,
    warnings: [],
    ...rest,
  };
}

interface Extras {
  readonly stepMs?: number;
  readonly ledger?: Partial<Record<LedgerKind, Decimal>>;
}
