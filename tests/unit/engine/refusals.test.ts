// Every refusal code, provoked from outside: nothing but inputs of `Engine.step`. A code without a row fails the suite.
import { describe, expect, it } from 'vitest';
import type { EngineConfig } from '../../../src/main/engine/kernel/engineConfig.ts';
import { RISK_CHAIN } from '../../../src/main/engine/risk/riskChain.ts';
import { toEpochMs, toSymbolId } from '../../../src/shared/domain/ids.ts';
import type { Instrument } from '../../../src/shared/domain/instrument.ts';
import type { OrderRequest } from '../../../src/shared/domain/order.ts';
import { REFUSALS, type RefusalCode } from '../../../src/shared/domain/refusal.ts';
import type { RiskConfig } from '../../../src/shared/domain/risk.ts';
import type { StrategyGates } from '../../../src/shared/domain/strategy.ts';
import { HOUR_MS } from '../../../src/shared/time.ts';
import { ALWAYS, aNumber, aStrategy, theClose } from '../../builders/aStrategy.ts';
import { aLinear, EngineRun, LINEAR, MANUAL, SPOT } from '../../builders/engineRun.ts';
import { aRiskConfig, dec } from '../../builders/risk.ts';

interface Row {
  readonly code: RefusalCode;
  readonly risk?: Partial<RiskConfig>;
  readonly instrument?: Partial<Instrument>;
  readonly config?: Partial<EngineConfig>;
  /** What happens before the order, after the first candle at 100. */
  readonly before?: (run: EngineRun) => void;
  /** A market buy of one, unless told otherwise. */
  readonly order?: Partial<OrderRequest>;
}

const ETH = aLinear('ETH/USDT:USDT');
const limitAt = (price: string): Partial<OrderRequest> => ({ type: 'limit', limitPrice: dec(price) });

/** A trade by hand, bought at 100. */
function trade(run: EngineRun, soldAt: string): void {
  run.fill(run.place());
  run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
  run.fill(run.all('submitOrder').at(-1)!.order, { price: dec(soldAt) });
}

/** A trade by hand that ends at its stop. */
function stoppedTrade(run: EngineRun): void {
  run.fill(run.place({}, { stopLoss: { pct: dec(1) } }));
  run.fill(run.working('stop')!, { price: dec(99) });
}

const twice = (happen: (run: EngineRun) => void) => (run: EngineRun) => {
  happen(run);
  happen(run);
};

/** The equity falls to 9400 within a step; no sample has told the trading state yet. */
const loseSixPercent = (run: EngineRun): void => void run.fill(run.place(), { fee: dec(600) });

const ORDERS: readonly Row[] = [
  { code: 'SAFE_MODE', before: (run) => run.command({ type: 'enterSafeMode' }) },
  { code: 'TRADING_HALTED', before: (run) => run.command({ type: 'halt' }) },
  { code: 'TRADING_REDUCING', before: (run) => run.command({ type: 'reduce' }) },
  { code: 'CONNECTION_DISABLED', config: { isEnabled: false } },
  { code: 'LIVE_NOT_ALLOWED', config: { mode: 'live' } },
  { code: 'RECONCILING', before: (run) => run.feed({ type: 'reconciling', symbol: LINEAR.symbol }) },
  { code: 'INSTRUMENT_UNKNOWN', order: { symbol: toSymbolId('DOGE/USDT') } },
  { code: 'INSTRUMENT_INACTIVE', instrument: { isActive: false } },
  { code: 'UNSUPPORTED_ORDER_TYPE', order: { timeInForce: 'GTD' } },
  // A price on the wrong grid is rounded to it; what is left of this one is no price.
  { code: 'PRICE_OFF_GRID', order: limitAt('0.4') },
  { code: 'REDUCE_ONLY_INCREASES', order: { reduceOnly: true } },
  { code: 'DATA_STALE', before: (run) => run.timer(HOUR_MS) },
  { code: 'DATA_GAP', before: (run) => run.candle(2) },
  {
    code: 'CLOCK_SKEW',
    risk: { maxClockSkewMs: 1000 },
    before: (run) => run.feed({ type: 'clockSkew', skewMs: -1001 }),
  },
  { code: 'PRICE_COLLAR', risk: { priceCollarPct: 5 }, order: limitAt('94.5') },
  { code: 'QTY_BELOW_MIN', order: { qty: dec('0.0009') } },
  { code: 'QTY_ABOVE_MAX', instrument: { maxQty: dec('0.9') } },
  { code: 'NOTIONAL_BELOW_MIN', instrument: { minNotional: dec(101) } },
  { code: 'NOTIONAL_ABOVE_MAX', risk: { maxNotionalPerOrder: '99' } },
  {
    code: 'MAX_POSITIONS',
    risk: { maxOpenPositions: 1 },
    config: { instruments: [LINEAR, ETH] },
    before: (run) => {
      run.candle(0, { symbol: ETH.symbol });
      run.fill(run.place({ symbol: ETH.symbol }));
    },
  },
  { code: 'EXPOSURE_SYMBOL', risk: { maxExposurePerSymbolPct: 0.9 } },
  { code: 'EXPOSURE_TOTAL', risk: { maxExposureTotalPct: 0.9 } },
  { code: 'LEVERAGE', risk: { maxLeverage: 0.009 } },
  { code: 'MARGIN_INSUFFICIENT', order: { qty: dec(1001) } },
  { code: 'BALANCE_INSUFFICIENT', config: { instruments: [SPOT] }, order: { qty: dec(100) } },
  { code: 'ORDER_RATE', risk: { maxOrdersPer10s: 1 }, before: (run) => run.place(limitAt('95')) },
  { code: 'DUPLICATE_INTENT', before: (run) => run.place() },
  { code: 'DAILY_LOSS', risk: { maxDailyLossPct: 5 }, before: loseSixPercent },
  { code: 'DRAWDOWN', risk: { maxDrawdownPct: 5 }, before: loseSixPercent },
  { code: 'CONSECUTIVE_LOSSES', risk: { maxConsecutiveLosses: 1 }, before: (run) => trade(run, '99') },
  { code: 'LOCK_COOLDOWN', risk: { coolDownMinutes: 30 }, before: (run) => trade(run, '101') },
  {
    code: 'LOCK_STOPLOSS_GUARD',
    risk: { stopLossGuard: { maxStops: 1, lookbackHours: 24, lockHours: 2, perSymbol: false } },
    before: twice(stoppedTrade),
  },
  {
    code: 'LOCK_LOW_PROFIT',
    risk: { lowProfitGuard: { minTrades: 2, lookbackHours: 24, minReturnPct: 0.1, lockHours: 2 } },
    before: twice((run) => trade(run, '101')),
  },
  {
    code: 'LOCK_MANUAL',
    before: (run) => run.command({ type: 'lock', symbol: LINEAR.symbol, untilMs: toEpochMs(run.now + HOUR_MS) }),
  },
];

function provoked({ risk = {}, instrument = {}, config = {}, before, order = {} }: Row): EngineRun {
  const run = new EngineRun({ instruments: [{ ...LINEAR, ...instrument }], risk: aRiskConfig(risk), ...config });
  run.candle(0, { close: 100 });
  before?.(run);
  expect(run.all('orderRefused')).toEqual([]);
  run.command({ type: 'placeOrder', order: run.request(order), exits: {} });
  return run;
}

describe("the trader's order is refused with", () => {
  it.each(ORDERS)('$code', (row) => {
    const run = provoked(row);
    const { verdicts } = run.last('orderRefused')!;
    // Every check said something, whether or not one before it had refused.
    expect(verdicts.map(({ code }) => code)).toEqual(RISK_CHAIN.map(({ code }) => code));
    const refusal = verdicts.find(({ allow }) => !allow)!;
    expect(refusal.code).toBe(row.code);
    expect(refusal.detail).not.toBe('');
    expect(run.last('commandRefused')!.reason).toBe(`${row.code}: ${refusal.detail}`);
  });

  it('nothing where nothing stands against it', () => {
    for (const instrument of [LINEAR, SPOT]) {
      const run = new EngineRun({ instruments: [instrument] });
      run.candle(0, { close: 100 });
      run.command({ type: 'placeOrder', order: run.request(), exits: {} });
      expect(run.all('orderRefused')).toEqual([]);
      expect(run.all('submitOrder')).toHaveLength(1);
    }
  });
});

/** A strategy that enters at every candle and leaves below 90. */
const aTrader = (gates: Partial<StrategyGates>) => {
  const strategy = aStrategy({ exit: { long: { kind: 'below', left: theClose(), right: aNumber(90) } } });
  return { ...strategy, entry: { long: ALWAYS }, gates: { ...strategy.gates, ...gates } };
};

const GATES: readonly { readonly code: RefusalCode; readonly gates: Partial<StrategyGates> }[] = [
  { code: 'PROFIT_FACTOR', gates: { minProfitFactor: 1, profitFactorMinTrades: 1 } },
  { code: 'MODEL_QUORUM', gates: { minModelQuorum: 0.5 } },
];

describe("a strategy's entry is refused with", () => {
  it.each(GATES)('$code', ({ code, gates }) => {
    const run = new EngineRun({ strategies: [aTrader(gates)] });
    run.candle(0);
    if (code === 'PROFIT_FACTOR') {
      run.fill(run.all('submitOrder')[0]!.order);
      run.command({ type: 'closePosition', strategy: aTrader({}).id, symbol: SPOT.symbol });
      run.fill(run.all('submitOrder')[1]!.order, { price: dec(95) });
      run.candle(1);
    }
    const { decision } = run.last('decisionMade')!;
    expect(decision).toMatchObject({ outcome: 'refused', orders: [], verdicts: [{ code, allow: false }] });
    expect(decision.gates.filter(({ allow }) => !allow)).toHaveLength(1);
  });
});

it('every code has its row, in the order of the checks', () => {
  const rows = [...ORDERS, ...GATES].map(({ code }) => code);
  expect(rows).toEqual(Object.keys(REFUSALS));
});
