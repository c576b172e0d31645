import { describe, expect, it } from 'vitest';
import { checkOrder, RISK_CHAIN } from '../../../../src/main/engine/risk/riskChain.ts';
import type { MarketView, RiskView } from '../../../../src/main/engine/risk/riskLimit.ts';
import { toEpochMs, toStrategyId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import type { OrderIntent, OrderPurpose } from '../../../../src/shared/domain/order.ts';
import { REFUSALS, type RefusalCode } from '../../../../src/shared/domain/refusal.ts';
import type { RiskConfig } from '../../../../src/shared/domain/risk.ts';
import type { Lock } from '../../../../src/shared/domain/trading.ts';
import { aMarket, anInstrument, anOrder, aRiskConfig, aView, dec } from '../../../builders/risk.ts';

const NOW = toEpochMs(1_000_000);
const aLock = (code: Lock['code'], changes: Partial<Lock> = {}): Lock => ({
  id: 1,
  code,
  from: toEpochMs(0),
  until: toEpochMs(NOW + 1),
  reason: `because of ${code}`,
  ...changes,
});
const codesOf = (order: OrderIntent, view: RiskView): RefusalCode[] =>
  checkOrder(order, view, NOW)
    .verdicts.filter(({ allow }) => !allow)
    .map(({ code }) => code);

type Change = Omit<Partial<RiskView>, 'market' | 'config'> & {
  readonly market?: Partial<MarketView>;
  readonly config?: Partial<RiskConfig>;
};
const viewOf = ({ market, config, ...rest }: Change): RiskView =>
  aView({ ...rest, market: aMarket(market), config: aRiskConfig(config) });
const spot = anInstrument({ kind: 'spot', maxLeverage: dec(1) });
const at = (limitPrice: string): Partial<OrderIntent> => ({ type: 'limit', limitPrice: dec(limitPrice) });

/** code | what passes just so | what is one step over | its detail. */
interface Row {
  readonly code: RefusalCode;
  readonly order?: Partial<OrderIntent>;
  readonly pass?: Change;
  readonly passOrder?: Partial<OrderIntent>;
  readonly over?: Change;
  readonly overOrder?: Partial<OrderIntent>;
  readonly detail: string;
}

const ROWS: readonly Row[] = [
  { code: 'SAFE_MODE', over: { isSafeMode: true }, detail: 'the engine is in safe mode' },
  { code: 'TRADING_HALTED', over: { tradingState: 'HALTED' }, detail: 'trading is HALTED' },
  { code: 'TRADING_REDUCING', over: { tradingState: 'REDUCING' }, detail: 'trading is REDUCING' },
  { code: 'CONNECTION_DISABLED', over: { isConnectionEnabled: false }, detail: 'the connection is disabled' },
  {
    code: 'LIVE_NOT_ALLOWED',
    pass: { mode: 'live', isLiveAllowed: true },
    over: { mode: 'live' },
    detail: 'live trading is not switched on',
  },
  {
    code: 'RECONCILING',
    over: { isReconciling: true },
    detail: 'BTC/USDT:USDT is still being compared with the venue',
  },
  {
    code: 'INSTRUMENT_INACTIVE',
    over: { market: { instrument: anInstrument({ isActive: false }) } },
    detail: 'BTC/USDT:USDT is not traded at the venue now',
  },
  {
    code: 'UNSUPPORTED_ORDER_TYPE',
    passOrder: { timeInForce: 'IOC' },
    overOrder: { timeInForce: 'GTD', expireAt: NOW },
    detail: 'market: GTD is not one of GTC, IOC, FOK',
  },
  {
    code: 'PRICE_OFF_GRID',
    passOrder: at('99.5'),
    overOrder: at('99.4'),
    detail: 'price 99.4 is not a positive multiple of 0.5',
  },
  {
    code: 'PRICE_OFF_GRID',
    overOrder: { type: 'stop', stopPrice: dec(0) },
    detail: 'price 0 is not a positive multiple of 0.5',
  },
  {
    code: 'REDUCE_ONLY_INCREASES',
    order: { reduceOnly: true, purpose: 'strategy' },
    pass: { reducibleQty: dec(1) },
    over: { reducibleQty: dec('0.999') },
    detail: 'reduce-only 1, but only 0.999 can be reduced',
  },
  { code: 'DATA_STALE', over: { market: { staleReason: 'mark is 61 s old' } }, detail: 'mark is 61 s old' },
  { code: 'DATA_STALE', over: { market: { mark: undefined } }, detail: 'BTC/USDT:USDT has no price yet' },
  {
    code: 'DATA_GAP',
    over: { market: { hasGap: true } },
    detail: 'candles of BTC/USDT:USDT are missing and not yet back-filled',
  },
  {
    code: 'CLOCK_SKEW',
    pass: { config: { maxClockSkewMs: 1000 }, clockSkewMs: -1000 },
    over: { config: { maxClockSkewMs: 1000 }, clockSkewMs: -1001 },
    detail: 'clock differs by -1001 ms, at most 1000 ms',
  },
  {
    code: 'PRICE_COLLAR',
    pass: { config: { priceCollarPct: 5 } },
    over: { config: { priceCollarPct: 5 } },
    passOrder: at('95'),
    overOrder: at('94.5'),
    detail: 'limit price 94.5 is more than 5 % from the mark 100',
  },
  {
    code: 'PRICE_COLLAR',
    pass: { config: { priceCollarPct: 5 } },
    over: { config: { priceCollarPct: 5 } },
    passOrder: at('105'),
    overOrder: at('105.5'),
    detail: 'limit price 105.5 is more than 5 % from the mark 100',
  },
  {
    code: 'QTY_BELOW_MIN',
    pass: { market: { mark: dec(5000) } },
    over: { market: { mark: dec(10_000) } },
    passOrder: { qty: dec('0.002') },
    overOrder: { qty: dec('0.001') },
    detail: 'quantity 0.001, at least 0.002',
  },
  {
    code: 'QTY_BELOW_MIN',
    overOrder: { qty: dec('1.0005') },
    detail: 'quantity 1.0005 is not a multiple of the lot 0.001',
  },
  {
    code: 'QTY_ABOVE_MAX',
    pass: { market: { instrument: anInstrument({ maxQty: dec(1) }) } },
    over: { market: { instrument: anInstrument({ maxQty: dec(1) }) } },
    overOrder: { qty: dec('1.001') },
    detail: 'quantity 1.001, at most 1',
  },
  {
    code: 'NOTIONAL_BELOW_MIN',
    passOrder: { qty: dec('0.1') },
    overOrder: { qty: dec('0.099') },
    detail: 'order of 9.9 USDT, at least 10 USDT',
  },
  {
    code: 'NOTIONAL_ABOVE_MAX',
    pass: { config: { maxNotionalPerOrder: '100' } },
    over: { config: { maxNotionalPerOrder: '99.99999999' } },
    detail: 'needs 100 USDT, maxNotionalPerOrder leaves 99.99999999 USDT',
  },
  {
    code: 'MAX_POSITIONS',
    pass: { config: { maxOpenPositions: 3 }, openPositions: 1, workingEntries: 1 },
    over: { config: { maxOpenPositions: 3 }, openPositions: 2, workingEntries: 1 },
    detail: '2 positions open and 1 on their way, at most 3',
  },
  {
    code: 'EXPOSURE_SYMBOL',
    pass: { config: { maxExposurePerSymbolPct: 50 }, market: { exposure: dec(4900) } },
    over: { config: { maxExposurePerSymbolPct: 50 }, market: { exposure: dec('4900.01') } },
    detail: 'needs 100 USDT, maxExposurePerSymbolPct leaves 99.99 USDT',
  },
  {
    code: 'EXPOSURE_TOTAL',
    pass: { config: { maxExposureTotalPct: 50 }, totalExposure: dec(4900) },
    over: { config: { maxExposureTotalPct: 50 }, totalExposure: dec('4900.01') },
    detail: 'needs 100 USDT, maxExposureTotalPct leaves 99.99 USDT',
  },
  {
    code: 'LEVERAGE',
    pass: { config: { maxLeverage: 3 }, totalExposure: dec(29_900) },
    over: { config: { maxLeverage: 3 }, totalExposure: dec('29900.01') },
    detail: 'needs 100 USDT, maxLeverage leaves 99.99 USDT',
  },
  {
    code: 'MARGIN_INSUFFICIENT',
    pass: { freeMargin: dec(10) },
    over: { freeMargin: dec('9.99') },
    detail: 'needs 100 USDT, the free margin at the highest leverage leaves 99.9 USDT',
  },
  {
    code: 'BALANCE_INSUFFICIENT',
    pass: { market: { instrument: spot }, freeCash: dec('100.05') },
    over: { market: { instrument: spot }, freeCash: dec('100.04') },
    detail: 'needs 100.05 USDT, the free balance leaves 100.04 USDT',
  },
  {
    code: 'BALANCE_INSUFFICIENT',
    order: { side: 'sell' },
    pass: { market: { instrument: spot, freeBase: dec(1) } },
    over: { market: { instrument: spot, freeBase: dec('0.999') } },
    detail: 'needs 1 BTC, the free balance leaves 0.999 BTC',
  },
  {
    code: 'ORDER_RATE',
    pass: { config: { maxOrdersPer10s: 10 }, recentOrders: 9 },
    over: { config: { maxOrdersPer10s: 10 }, recentOrders: 10 },
    detail: '10 orders in the last 10 s, at most 10',
  },
  {
    code: 'DUPLICATE_INTENT',
    over: { hasSameWorkingOrder: true },
    detail: 'sma already has a working entry buy of BTC/USDT:USDT',
  },
  {
    code: 'DAILY_LOSS',
    pass: { config: { maxDailyLossPct: 5 }, equity: dec(9500) },
    over: { config: { maxDailyLossPct: 5 }, equity: dec('9499.99') },
    detail: 'equity 9499.99 is 5.00 % below 10000 (limit 5 %)',
  },
  {
    code: 'DRAWDOWN',
    pass: { config: { maxDrawdownPct: 15 }, peakEquity: dec(20_000), equity: dec(17_000) },
    over: { config: { maxDrawdownPct: 15 }, peakEquity: dec(20_000), equity: dec('16999.99') },
    detail: 'equity 16999.99 is 15.00 % below 20000 (limit 15 %)',
  },
  ...(['CONSECUTIVE_LOSSES', 'LOCK_COOLDOWN', 'LOCK_STOPLOSS_GUARD', 'LOCK_LOW_PROFIT', 'LOCK_MANUAL'] as const).map(
    (code): Row => ({
      code,
      pass: { locks: [aLock(code, { until: NOW })] },
      over: { locks: [aLock(code)] },
      detail: `because of ${code}`,
    }),
  ),
];

describe('checkOrder', () => {
  it.each(ROWS)('$code: $detail', ({ code, order, pass = {}, passOrder, over = {}, overOrder, detail }) => {
    expect(codesOf(anOrder({ ...order, ...passOrder }), viewOf(pass))).toEqual([]);
    const { refusal } = checkOrder(anOrder({ ...order, ...overOrder }), viewOf(over), NOW);
    expect(refusal).toMatchObject({ code, allow: false, detail });
  });

  it('refuses a symbol without instrument, once', () => {
    const view = aView({ market: undefined, config: aRiskConfig({ priceCollarPct: 5, maxNotionalPerOrder: '1' }) });
    expect(codesOf(anOrder(), view)).toEqual(['INSTRUMENT_UNKNOWN']);
    expect(checkOrder(anOrder(), view, NOW).refusal?.detail).toBe('no instrument BTC/USDT:USDT');
  });

  it('has a row for every code but the gates of the strategies, in the order of the list', () => {
    const chain = RISK_CHAIN.map(({ code }) => code);
    expect(chain).toEqual(Object.keys(REFUSALS).filter((code) => code !== 'PROFIT_FACTOR' && code !== 'MODEL_QUORUM'));
    expect(new Set([...ROWS.map(({ code }) => code), 'INSTRUMENT_UNKNOWN'])).toEqual(new Set(chain));
  });

  it('keeps every verdict and names the first refusal', () => {
    const view = viewOf({
      tradingState: 'HALTED',
      config: { maxOpenPositions: 0, maxOrdersPer10s: 0 },
      market: { hasGap: true },
      locks: [aLock('LOCK_MANUAL')],
    });
    const { refusal, verdicts } = checkOrder(anOrder(), view, NOW);
    expect(refusal?.code).toBe('TRADING_HALTED');
    expect(verdicts.map(({ code }) => code)).toEqual(RISK_CHAIN.map(({ code }) => code));
    expect(codesOf(anOrder(), view)).toEqual([
      'TRADING_HALTED',
      'DATA_GAP',
      'MAX_POSITIONS',
      'ORDER_RATE',
      'LOCK_MANUAL',
    ]);
    expect(verdicts.filter(({ allow }) => allow).every(({ detail }) => detail === '')).toBe(true);
  });

  it('shares the report of orders that pass, and nobody can change it', () => {
    const report = checkOrder(anOrder(), aView(), NOW);
    expect(report).toBe(checkOrder(anOrder({ qty: dec(2) }), aView(), NOW));
    expect(report.refusal).toBeUndefined();
    expect(Object.isFrozen(report.verdicts) && report.verdicts.every((verdict) => Object.isFrozen(verdict))).toBe(true);
  });

  it('says since what and until when trading is not ACTIVE', () => {
    const until = toEpochMs(NOW + 5);
    const stateChange = { from: 'ACTIVE', to: 'REDUCING', at: NOW, cause: 'DAILY_LOSS', reason: '6 %', until } as const;
    const { refusal } = checkOrder(anOrder(), aView({ tradingState: 'REDUCING', stateChange }), NOW);
    expect(refusal).toEqual({
      code: 'TRADING_REDUCING',
      allow: false,
      detail: 'trading is REDUCING by DAILY_LOSS: 6 %',
      until,
    });
  });

  it('knows nothing of limits that are off', () => {
    const view = aView({
      equity: dec(1),
      totalExposure: dec(1e6),
      openPositions: 99,
      recentOrders: 99,
      clockSkewMs: 1e6,
    });
    expect(codesOf(anOrder(at('1000')), view)).toEqual([]);
  });
});

/** Everything that can be wrong, but nothing about the order itself. */
const WORST: Change = {
  config: {
    maxDailyLossPct: 1,
    maxDrawdownPct: 1,
    maxOpenPositions: 0,
    maxExposurePerSymbolPct: 0,
    maxExposureTotalPct: 0,
    maxLeverage: 0,
    maxOrdersPer10s: 0,
    priceCollarPct: 1,
    maxNotionalPerOrder: '1',
    maxClockSkewMs: 0,
  },
  mode: 'live',
  isConnectionEnabled: false,
  isReconciling: true,
  clockSkewMs: 5000,
  equity: dec(5000),
  freeMargin: dec(-1),
  freeCash: dec(-1),
  recentOrders: 99,
  hasSameWorkingOrder: true,
  locks: [aLock('LOCK_MANUAL'), aLock('CONSECUTIVE_LOSSES')],
  market: { hasGap: true, staleReason: 'old', mark: dec(2) },
  reducibleQty: dec(1),
};

describe('orders that reduce', () => {
  const exit = anOrder({ side: 'sell', purpose: 'strategy', reduceOnly: true, ...at('500') });
  const protecting: OrderPurpose[] = ['stopLoss', 'takeProfit', 'trailing', 'breakEven', 'liquidation', 'killSwitch'];

  it('pass everything but the trading state and the rules of the instrument', () => {
    expect(codesOf(exit, viewOf({ ...WORST, tradingState: 'REDUCING' }))).toEqual([]);
    expect(codesOf(exit, viewOf({ ...WORST, tradingState: 'HALTED', isSafeMode: true }))).toEqual([
      'SAFE_MODE',
      'TRADING_HALTED',
    ]);
    const bad = anOrder({ ...exit, qty: dec('0.0001'), limitPrice: dec('0.1') });
    expect(codesOf(bad, viewOf(WORST))).toEqual(['PRICE_OFF_GRID', 'QTY_BELOW_MIN']);
  });

  it('pass without the reduce-only flag too, as long as they cannot turn the position', () => {
    expect(codesOf({ ...exit, reduceOnly: false }, viewOf(WORST))).toEqual([]);
    expect(codesOf({ ...exit, reduceOnly: false, qty: dec('1.001') }, viewOf(WORST))).toContain('DAILY_LOSS');
  });

  it.each(protecting)('%s passes HALTED and safe mode, so that no position stays unprotected', (purpose) => {
    const view = viewOf({ ...WORST, tradingState: 'HALTED', isSafeMode: true });
    expect(codesOf({ ...exit, purpose }, view)).toEqual([]);
    expect(codesOf({ ...exit, purpose, reduceOnly: false, qty: dec(2) }, view)).toContain('TRADING_HALTED');
  });

  it('a closing order may be smaller than the least notional', () => {
    const order = anOrder({ side: 'sell', purpose: 'stopLoss', reduceOnly: true, qty: dec('0.002') });
    expect(codesOf(order, viewOf({ reducibleQty: dec('0.002') }))).toEqual([]);
  });
});

describe('orders that turn or add to a position', () => {
  it('turning to the same size needs no more exposure, a larger one the difference', () => {
    const held: Change = {
      config: { maxExposureTotalPct: 1, maxOpenPositions: 1 },
      openPositions: 1,
      totalExposure: dec(100),
      reducibleQty: dec(1),
    };
    const turn = anOrder({ side: 'sell', purpose: 'reversal', qty: dec(2) });
    expect(codesOf(turn, viewOf(held))).toEqual([]);
    expect(codesOf({ ...turn, qty: dec('2.001') }, viewOf(held))).toEqual(['EXPOSURE_TOTAL']);
  });

  it('adding opens no further position', () => {
    const view: Change = { config: { maxOpenPositions: 1 }, openPositions: 1 };
    expect(codesOf(anOrder(), viewOf(view))).toEqual(['MAX_POSITIONS']);
    expect(codesOf(anOrder(), viewOf({ ...view, addsToPosition: true }))).toEqual([]);
  });
});

describe('locks', () => {
  const other = { symbol: toSymbolId('ETH/USDT:USDT'), strategy: toStrategyId('rsi') };

  it('hold for their symbol and strategy only', () => {
    const { symbol, strategy } = anOrder();
    for (const scope of [
      { symbol: other.symbol },
      { strategy: other.strategy },
      { symbol, strategy: other.strategy },
    ]) {
      expect(codesOf(anOrder(), aView({ locks: [aLock('LOCK_MANUAL', scope)] }))).toEqual([]);
    }
    for (const scope of [{}, { symbol }, { strategy }, { symbol, strategy }]) {
      expect(codesOf(anOrder(), aView({ locks: [aLock('LOCK_MANUAL', scope)] }))).toEqual(['LOCK_MANUAL']);
    }
  });

  it('the last one to end is named', () => {
    const locks = [5, 9, 7].map((ms) => aLock('LOCK_MANUAL', { until: toEpochMs(NOW + ms), reason: `${ms} ms` }));
    expect(checkOrder(anOrder(), aView({ locks }), NOW).refusal).toMatchObject({ detail: '9 ms', until: NOW + 9 });
  });
});
