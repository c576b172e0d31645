// The account's limits over a trading day, driven from outside: what they stop, what they let pass, and how each one ends.
import { describe, expect, it } from 'vitest';
import { runBacktest } from '../../../src/main/engine/drivers/backtest.ts';
import { Engine } from '../../../src/main/engine/kernel/engine.ts';
import type { EngineConfig } from '../../../src/main/engine/kernel/engineConfig.ts';
import type { EngineEvent } from '../../../src/main/engine/kernel/events.ts';
import { toEpochMs, toSymbolId } from '../../../src/shared/domain/ids.ts';
import type { RiskConfig } from '../../../src/shared/domain/risk.ts';
import type { StrategyDefinition } from '../../../src/shared/domain/strategy.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/shared/time.ts';
import { aCandle, openTimeAt, START } from '../../builders/aCandle.ts';
import { ALWAYS, aNumber, aStrategy, theClose } from '../../builders/aStrategy.ts';
import { columnsOf } from '../../builders/columnsOf.ts';
import { aLinear, anEngineConfig, EngineRun, LINEAR, MANUAL, sha256 } from '../../builders/engineRun.ts';
import { aRiskConfig, dec } from '../../builders/risk.ts';
import { aSessionConfig, recordSession, sessionSeries } from '../../builders/session.ts';

/** Time may pass without candles. */
const PATIENT = { candleGraceMs: 30 * DAY_MS, markMaxAgeMs: 30 * DAY_MS };

/** Linear BTC at 100, nothing held. */
function aRun(risk: Partial<RiskConfig> = {}, changes: Partial<EngineConfig> = {}): EngineRun {
  const run = new EngineRun({ instruments: [LINEAR], risk: aRiskConfig(risk), freshness: PATIENT, ...changes });
  run.candle(0, { close: 100 });
  return run;
}

const flat = (price: number) => ({ open: price, high: price, low: price, close: price });
const newest = (run: EngineRun) => run.all('submitOrder').at(-1)!.order;

/** A trade by hand of `qty`, bought at 100. */
function trade(run: EngineRun, soldAt: number, qty = 1): void {
  run.fill(run.place({ qty: dec(qty) }));
  run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
  run.fill(newest(run), { price: dec(soldAt) });
}

/** The codes that refuse a market buy of one now. */
function refusals(run: EngineRun): readonly string[] {
  const before = run.all('orderRefused').length;
  run.command({ type: 'placeOrder', order: run.request(), exits: {} });
  const refused = run.all('orderRefused')[before];
  if (refused !== undefined) return refused.verdicts.filter(({ allow }) => !allow).map(({ code }) => code);
  run.report({ type: 'canceled', clientOrderId: newest(run).clientOrderId, reason: 'only asked' });
  return [];
}

const wait = (run: EngineRun, until: number): void => void run.timer(until - run.now);

describe('when several checks refuse', () => {
  it('the first in their order counts, and all are told', () => {
    const run = aRun({ maxOrdersPer10s: 1, maxLeverage: 0.001 }, { isEnabled: false });
    run.feed({ type: 'reconciling' });
    run.command({ type: 'lock', untilMs: toEpochMs(run.now + HOUR_MS) });
    run.command({ type: 'halt' });
    expect(refusals(run)).toEqual([
      ...['TRADING_HALTED', 'CONNECTION_DISABLED', 'RECONCILING', 'LEVERAGE', 'LOCK_MANUAL'],
    ]);
    expect(run.last('commandRefused')!.reason).toMatch(/^TRADING_HALTED: trading is HALTED by command: test/);
  });

  it("a strategy's decision tells them too", () => {
    const run = new EngineRun({ strategies: [aStrategy()], isEnabled: false });
    run.feed({ type: 'reconciling' });
    run.candle(0);
    const { decision } = run.last('decisionMade')!;
    expect(decision.outcome).toBe('refused');
    expect(decision.verdicts.filter(({ allow }) => !allow).map(({ code }) => code)).toEqual([
      ...['CONNECTION_DISABLED', 'RECONCILING'],
    ]);
  });
});

describe('exits', () => {
  const TRADER = aStrategy({
    ...{ symbols: [LINEAR.symbol], sizing: { kind: 'fixedQty', qty: dec(50) } },
    exit: { long: { kind: 'below', left: theClose(), right: aNumber(90) } },
  });

  it.each([false, true])(
    'of strategies pass the profit limits, locks and REDUCING; reduce-only orders too: %s',
    (byHand) => {
      const limits = { maxDailyLossPct: 5, maxDrawdownPct: 50, maxConsecutiveLosses: 1, maxOrdersPer10s: 1 };
      const run = aRun({ ...limits, maxExposureTotalPct: 60, maxOpenPositions: 1 }, { strategies: [TRADER] });
      run.fill(newest(run));
      run.command({ type: 'lock', untilMs: toEpochMs(run.now + DAY_MS) });
      run.feed({ type: 'reconciling' });
      // 600 of 10 000 are lost, and with this candle the strategy wants out.
      if (byHand) {
        run.mark(88);
        run.command({ type: 'closePosition', strategy: TRADER.id, symbol: LINEAR.symbol });
      } else run.candle(1, flat(88));
      expect(run.last('tradingStateChanged')!.change).toMatchObject({ to: 'REDUCING', cause: 'DAILY_LOSS' });
      expect(newest(run)).toMatchObject({ side: 'sell', reduceOnly: true, purpose: byHand ? 'manual' : 'strategy' });
      expect(run.all('orderRefused')).toEqual([]);
      expect(refusals(run)).toContain('TRADING_REDUCING');
    },
  );
});

describe('the daily loss', () => {
  it('counts realised and unrealised loss and holds until midnight of the configured zone', () => {
    const run = aRun({ maxDailyLossPct: 5, dayZone: 'Europe/Berlin' });
    trade(run, 94, 50);
    run.fill(run.place({ qty: dec(40) }));
    run.mark(95);
    // 300 and 200 of 10 000: at the limit.
    expect(run.all('tradingStateChanged')).toEqual([]);
    run.mark(94.5);
    const until = START + 23 * HOUR_MS;
    expect(run.last('tradingStateChanged')!.change).toMatchObject({ to: 'REDUCING', cause: 'DAILY_LOSS', until });
    expect(refusals(run)).toEqual(['TRADING_REDUCING', 'DAILY_LOSS']);
    wait(run, until - 1);
    expect(refusals(run)).toContain('TRADING_REDUCING');
    wait(run, until);
    expect(run.last('tradingStateChanged')!.change).toMatchObject({ to: 'ACTIVE', cause: 'newDay' });
    expect(refusals(run)).toEqual([]);
  });

  it('arms the timer for its end', () => {
    const run = aRun({ maxDailyLossPct: 5 }, { mode: 'backtest' });
    trade(run, 94, 99);
    run.mark(100);
    expect(run.all('armTimer').at(-1)).toEqual({ kind: 'armTimer', at: START + DAY_MS });
  });
});

describe('the drawdown', () => {
  const loss = (flattenOnDrawdown: boolean): EngineRun => {
    const run = aRun({ maxDrawdownPct: 10, flattenOnDrawdown });
    run.fill(run.place({ qty: dec(50) }, { stopLoss: { pct: dec(50) } }));
    run.mark(120);
    run.mark(97.5);
    return run;
  };

  it('halts, from the highest equity; a way back needs a reason', () => {
    const run = loss(false);
    // From 11 000 down to 9875.
    expect(run.last('tradingStateChanged')!.change).toMatchObject({ to: 'HALTED', cause: 'DRAWDOWN' });
    expect(run.all('submitOrder').map(({ order }) => order.purpose)).toEqual(['entry', 'stopLoss']);
    expect(refusals(run)).toEqual(['TRADING_HALTED', 'DRAWDOWN']);
    run.command({ type: 'resume' }, ' ');
    expect(run.last('commandRefused')!.reason).toBe('releasing the brakes needs a reason');
    run.command({ type: 'resume' }, 'the market is calm again');
    expect(run.last('tradingStateChanged')!.change).toMatchObject({ to: 'ACTIVE', reason: 'the market is calm again' });
    expect(refusals(run)).toEqual([]);
  });

  it('does not end with the day', () => {
    const run = loss(false);
    wait(run, START + 2 * DAY_MS);
    expect(refusals(run)).toContain('TRADING_HALTED');
  });

  it('closes everything if so configured', () => {
    const run = loss(true);
    expect(newest(run)).toMatchObject({ type: 'market', purpose: 'killSwitch', reduceOnly: true, qty: dec(50) });
    run.fill(newest(run), { price: dec(97) });
    expect(run.last('tradeClosed')!.trade.exitReason).toBe('killSwitch');
    expect(run.order(run.all('submitOrder')[1]!.order).state).toBe('pendingCancel');
  });
});

describe('locks end by themselves:', () => {
  const GUARD = { lookbackHours: 24, lockHours: 2, perSymbol: false };
  const LOW = { lookbackHours: 24, lockHours: 3, minTrades: 2, minReturnPct: 1 };
  const stopped = (run: EngineRun): void => {
    run.fill(run.place({}, { stopLoss: { pct: dec(1) } }));
    run.fill(run.working('stop')!, { price: dec(99) });
  };
  const twice = (happen: (run: EngineRun) => void) => (run: EngineRun) => {
    happen(run);
    happen(run);
  };
  const losing = twice((run) => trade(run, 99));
  const winning = twice((run) => trade(run, 101));

  it.each([
    { code: 'CONSECUTIVE_LOSSES', risk: { maxConsecutiveLosses: 2 }, provoke: losing, lastsMs: 4 * HOUR_MS },
    {
      code: 'LOCK_COOLDOWN',
      risk: { coolDownMinutes: 30 },
      provoke: (run: EngineRun) => trade(run, 101),
      lastsMs: 30 * MINUTE_MS,
    },
    {
      code: 'LOCK_STOPLOSS_GUARD',
      risk: { stopLossGuard: { ...GUARD, maxStops: 1 } },
      provoke: twice(stopped),
      lastsMs: 2 * HOUR_MS,
    },
    { code: 'LOCK_LOW_PROFIT', risk: { lowProfitGuard: LOW }, provoke: winning, lastsMs: 3 * HOUR_MS },
  ])('$code', ({ code, risk, provoke, lastsMs }) => {
    const run = aRun(risk);
    provoke(run);
    const { lock } = run.last('lockPlaced')!;
    expect(lock).toMatchObject({ code, from: run.now, until: run.now + lastsMs });
    wait(run, lock.until - 1);
    expect(refusals(run)).toEqual([code]);
    wait(run, lock.until);
    expect(run.last('lockReleased')!.lock.id).toBe(lock.id);
    expect(refusals(run)).toEqual([]);
  });

  it('one loss fewer, or a win between them, locks nothing', () => {
    const run = aRun({ maxConsecutiveLosses: 2 });
    for (const price of [99, 101, 99]) trade(run, price);
    expect(run.all('lockPlaced')).toEqual([]);
  });
});

describe('the kill switch', () => {
  const held = (): EngineRun => {
    const run = aRun();
    run.fill(run.place({}, { stopLoss: { pct: dec(5) }, takeProfit: { pct: dec(5) } }));
    return run;
  };

  it('cancels entries, closes reduce-only, and tells when all is flat', () => {
    const run = held();
    const resting = run.place({ type: 'limit', limitPrice: dec(90) });
    const startedAt = run.now;
    const { effects } = run.command({ type: 'killSwitch' }, 'enough');
    expect(effects.map((effect) => ('order' in effect ? [effect.kind, effect.order.purpose] : [effect.kind]))).toEqual([
      ...[['cancelOrder'], ['submitOrder', 'killSwitch']],
    ]);
    const close = newest(run);
    expect(close).toMatchObject({ side: 'sell', type: 'market', reduceOnly: true, qty: dec(1) });
    expect(run.last('tradingStateChanged')!.change).toMatchObject({ to: 'HALTED', cause: 'killSwitch' });
    run.mark(100);
    run.report({ type: 'canceled', clientOrderId: resting.clientOrderId, reason: 'asked' });
    expect(run.all('flattened')).toEqual([]);
    run.fill(close);
    expect(run.all('flattened')).toEqual([{ kind: 'flattened', requestedAt: startedAt, tookMs: 1000 }]);
    expect(run.last('tradeClosed')!.trade.exitReason).toBe('killSwitch');
    expect(run.engine.core.control.killSwitchReport).toEqual({
      ...{ reason: 'enough', startedAt, canceledAt: startedAt, flatAt: run.now },
    });
    // The protection goes with the position.
    expect(run.engine.core.orders.open.map(({ state }) => state)).toEqual(['pendingCancel', 'pendingCancel']);
    expect(refusals(run)).toEqual(['TRADING_HALTED']);
  });

  it('waits for an exit on its way, and takes over where that one ends without a fill', () => {
    for (const end of ['filled', 'expired'] as const) {
      const run = held();
      run.command({ type: 'closePosition', strategy: MANUAL, symbol: LINEAR.symbol });
      const exit = newest(run);
      run.command({ type: 'killSwitch' });
      expect(newest(run)).toBe(exit);
      if (end === 'filled') run.fill(exit);
      else {
        run.report({ type: end, clientOrderId: exit.clientOrderId, reason: 'nobody there' });
        expect(newest(run)).toMatchObject({ purpose: 'killSwitch', reduceOnly: true });
        run.fill(newest(run));
      }
      expect(run.all('flattened')).toHaveLength(1);
      expect(run.engine.core.portfolio.openCount).toBe(0);
    }
  });

  it('does not send a close again at once that the venue did not take, unless asked again', () => {
    const run = held();
    run.command({ type: 'killSwitch' });
    const sent = run.all('submitOrder').length;
    run.report({ type: 'rejected', clientOrderId: newest(run).clientOrderId, reason: 'closed for today' });
    expect(run.all('submitOrder')).toHaveLength(sent);
    run.command({ type: 'killSwitch' });
    expect(run.all('submitOrder')).toHaveLength(sent + 1);
  });

  it('is not done while an entry may still fill, and closes what fills', () => {
    const run = aRun();
    const resting = run.place({ type: 'limit', limitPrice: dec(90) });
    run.command({ type: 'killSwitch' });
    expect(run.all('flattened')).toEqual([]);
    run.fill(resting, { price: dec(90) });
    expect(newest(run)).toMatchObject({ purpose: 'killSwitch', side: 'sell', reduceOnly: true });
    run.fill(newest(run), { price: dec(89) });
    expect(run.all('flattened')).toHaveLength(1);
  });

  it('of a flat account is done at once', () => {
    const run = aRun();
    run.command({ type: 'killSwitch' });
    expect(run.last('flattened')).toMatchObject({ tookMs: 0 });
  });
});

describe('HALTED', () => {
  it('lets protective orders stand, and follow fills that still come', () => {
    const run = aRun();
    const entry = run.place({ qty: dec(2) }, { stopLoss: { pct: dec(5) }, takeProfit: { pct: dec(5) } });
    run.fill(entry, { qty: dec(1) });
    run.command({ type: 'halt' });
    expect(run.all('cancelOrder')).toEqual([]);
    run.fill(entry, { qty: dec(1) });
    expect([run.working('stop')!.qty, run.working('takeProfit')!.qty]).toEqual([dec(2), dec(2)]);
    run.fill(run.working('stop')!, { price: dec(95) });
    expect(run.last('tradeClosed')!.trade).toMatchObject({ exitReason: 'stopLoss', qty: dec(2) });
  });

  it('lets the engine close at a level that it watches itself', () => {
    const run = aRun({}, { hasVenueProtection: false });
    run.fill(run.place({}, { stopLoss: { pct: dec(5) } }));
    run.command({ type: 'halt' });
    run.mark(95);
    expect(newest(run)).toMatchObject({ purpose: 'stopLoss', reduceOnly: true, type: 'market' });
  });
});

const NAMES = 'ABCDEFGHIJKL'.split('').map((name) => toSymbolId(`${name}/USDT:USDT`));

/** Candles at 100 in every market, one strategy that buys them all at the first close. */
function backtestOf(risk: Partial<RiskConfig>, part: Partial<StrategyDefinition> = {}) {
  const decided: string[] = [];
  const result = runBacktest({
    config: anEngineConfig({
      ...{ mode: 'backtest', risk: aRiskConfig(risk), instruments: NAMES.map((name) => aLinear(name)) },
      strategies: [aStrategy({ symbols: NAMES, entry: { long: ALWAYS }, ...part })],
    }),
    series: NAMES.map((symbol) => {
      const candles = [0, 1, 2].map((index) => aCandle({ symbol, openTime: openTimeAt(index), ...flat(100) }));
      return columnsOf({ source: 'test', symbol, timeframe: '15m' }, candles);
    }),
    cash: dec(10_000),
    costs: { slippageBps: dec(0), volumeCapPct: dec(0) },
    sha256,
    onStep: (_input, { events }) => {
      for (const event of events) if (event.kind === 'decisionMade') decided.push(event.decision.outcome);
    },
  });
  return { result, decided };
}

describe('in a backtest of many symbols', () => {
  it('the order rate lets ten orders pass at one close; the others come at the next', () => {
    const { result, decided } = backtestOf({ maxOrdersPer10s: 10 });
    expect(result.refusals).toEqual({ ORDER_RATE: 2 });
    expect(decided.slice(0, 12)).toEqual([...Array<string>(10).fill('ordered'), 'refused', 'refused']);
    expect(result.open).toHaveLength(12);
  });

  it.each<[string, Partial<RiskConfig>, string]>([
    ['maxExposurePerSymbolPct', { maxExposurePerSymbolPct: 5 }, '5'],
    ['maxNotionalPerOrder', { maxNotionalPerOrder: '700' }, '7'],
    ['none', {}, '8'],
  ])('a size is clipped to %s, not refused', (_what, risk, qty) => {
    const { result } = backtestOf(risk, { sizing: { kind: 'percentEquity', pct: dec(8) } });
    expect(result.refusals).toEqual({});
    expect(result.open[0]!.qty.toString()).toBe(qty);
  });

  it.each<[string, Partial<RiskConfig>]>([
    ['EXPOSURE_TOTAL', { maxExposureTotalPct: 20 }],
    ['LEVERAGE', { maxLeverage: 0.2 }],
  ])('the last one gets what %s leaves, the next ones nothing', (code, risk) => {
    const { result, decided } = backtestOf(risk, { sizing: { kind: 'percentEquity', pct: dec(8) } });
    expect(result.open.slice(0, 2).map(({ qty }) => qty.toString())).toEqual(['8', '8']);
    expect(result.open[2]!.qty.toString()).toBe('4');
    expect(decided.slice(0, 4)).toEqual(['ordered', 'ordered', 'ordered', 'refused']);
    expect(Object.keys(result.refusals)).toContain(code);
  });
});

it('all limits act in a backtest exactly as on paper', () => {
  const told = (events: readonly EngineEvent[]): readonly EngineEvent[] =>
    events.filter(({ kind }) => /^(decisionMade|orderRefused|tradingStateChanged|lock|commandRefused)/.test(kind));
  const session = aSessionConfig();
  const config = { ...session, risk: { ...session.risk, maxDailyLossPct: 0.2, maxExposureTotalPct: 20 } };
  const { steps } = recordSession({ config, series: sessionSeries('risk', 600, config) });
  const paper = new Engine(sha256);
  const onPaper = steps.flatMap(({ input }) => {
    const { events } = paper.step(input.kind === 'config' ? { ...input, config: { ...config, mode: 'paper' } } : input);
    return told(events);
  });
  const inBacktest = steps.flatMap(({ result }) => told(result.events));
  const kinds = new Set(inBacktest.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual([
    ...['decisionMade', 'lockPlaced', 'lockReleased', 'orderRefused', 'tradingStateChanged'],
  ]);
  expect(onPaper).toEqual(inBacktest);
});
