// Every way an evaluation can end leaves its record: what was asked, the stage that stopped it, and its code.
import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../../../src/shared/domain/decisionRecord.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import type { OrderIntent } from '../../../../src/shared/domain/order.ts';
import type { StrategyDefinition } from '../../../../src/shared/domain/strategy.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/time.ts';
import { START } from '../../../builders/aCandle.ts';
import { ALWAYS, aNumber, aStrategy, theClose } from '../../../builders/aStrategy.ts';
import { EngineRun, SPOT } from '../../../builders/engineRun.ts';
import { aRiskConfig, dec } from '../../../builders/risk.ts';

/** Buys one coin wherever nothing holds it back. */
const aBuyer = (part: Partial<StrategyDefinition> = {}): StrategyDefinition =>
  aStrategy({ sizing: { kind: 'fixedQty', qty: dec(1) }, ...part });
const aRun = (part: Partial<StrategyDefinition> = {}): EngineRun =>
  new EngineRun({ strategies: [aBuyer(part)], recordsDecisions: true });

/** The order sent last. */
const sent = (run: EngineRun): OrderIntent => run.all('submitOrder').at(-1)!.order;
const last = (run: EngineRun): DecisionRecord => run.last('decisionRecorded')!.record;
const sizingOf = (run: EngineRun): unknown => {
  const { sizing } = run.last('decisionMade')!.decision;
  return [sizing?.qty.toString(), sizing?.detail];
};
const endOf = (run: EngineRun): unknown => {
  const { asked, stage, code, measure } = last(run);
  return { asked, stage, code, measure };
};
const gates = (part: Partial<StrategyDefinition['gates']>): Partial<StrategyDefinition> => ({
  gates: { ...aStrategy().gates, ...part },
});
/** The first signal is stopped by a gate, the exit plan or the size. */
const stopped: readonly (readonly [Partial<StrategyDefinition>, Partial<DecisionRecord>])[] = [
  [gates({ sessionHours: { from: 5, to: 6 } }), { stage: 'gates', code: 'sessionHours' }],
  [gates({ minModelQuorum: 0.5 }), { stage: 'gates', code: 'modelQuorum' }],
  [
    { risk: { ...aStrategy().risk, stopLoss: { kind: 'atr', period: 14, multiple: 2 } } },
    { stage: 'exitPlan', code: undefined },
  ],
  [{ sizing: { kind: 'fixedQty', qty: dec('0.000001') } }, { stage: 'sizing', code: 'belowLot' }],
  [{ sizing: { kind: 'riskPercent', pct: dec(1) } }, { stage: 'sizing', code: 'noStop' }],
  [
    { sizing: { kind: 'volatilityTarget', annualPct: 20, lookback: 20, maxPct: 50 } },
    { stage: 'sizing', code: 'noVolatility' },
  ],
];

describe('a decision record', () => {
  it('says what was read where the conditions did not hold', () => {
    const run = aRun({ entry: { long: { kind: 'above', left: theClose(), right: aNumber(1_000) } } });
    run.candle(0);
    const definition = run.last('strategyDefined')!.hash;
    expect(last(run)).toEqual({
      ...{ strategy: 'test', symbol: SPOT.symbol, timeframe: '15m', closeTime: START + 15 * MINUTE_MS, definition },
      ...{ asked: 'entry', values: [105], results: '0', stage: 'conditions', detail: '' },
    });
  });

  it.each(stopped)('of %o ends at %o', (part, end) => {
    const run = aRun(part);
    run.candle(0);
    expect(endOf(run)).toEqual({ asked: 'entry', measure: undefined, ...end });
    expect(last(run).detail).toBe(run.last('decisionMade')!.decision.reason.replace(/^\w+: /, ''));
  });

  it('says when a lock and a cool-down end', () => {
    const run = aRun(gates({ coolDownMinutes: 60 }));
    const untilMs = toEpochMs(START + HOUR_MS);
    run.command({ type: 'lock', untilMs });
    run.candle(0);
    expect(endOf(run)).toEqual({ asked: 'entry', stage: 'gates', code: 'lock', measure: { until: untilMs } });
    for (const index of [1, 2, 3, 4]) run.candle(index);
    run.fill(sent(run));
    run.command({ type: 'closeAll' });
    run.fill(sent(run));
    run.candle(5);
    const until = START + 5 * 15 * MINUTE_MS + HOUR_MS;
    expect(endOf(run)).toEqual({ asked: 'entry', stage: 'gates', code: 'coolDown', measure: { until } });
  });

  it('measures the data quality and the profit factor against what is wanted', () => {
    const isCheap = { kind: 'below', left: theClose(), right: aNumber(100) } as const;
    const run = aRun({ ...gates({ minDataQuality: 0.9 }), entry: { long: isCheap } });
    run.candle(0);
    run.candle(3, { low: 90, close: 95 });
    expect(endOf(run)).toMatchObject({ code: 'dataQuality', measure: { found: 0.5, wanted: 0.9 } });

    const loser = aRun({ ...gates({ minProfitFactor: 1.5, profitFactorMinTrades: 2 }), exit: { long: ALWAYS } });
    // Two round trips: +10 and -10.
    for (const [trade, exitPrice] of [110, 90].entries()) {
      loser.candle(2 * trade);
      loser.fill(sent(loser), { qty: dec(1) });
      loser.candle(2 * trade + 1);
      loser.fill(sent(loser), { qty: dec(1), price: dec(exitPrice) });
    }
    loser.candle(4);
    expect(endOf(loser)).toMatchObject({ code: 'profitFactor', measure: { found: 1, wanted: 1.5 } });
  });

  it('names the limit that refuses the order, and when it ends', () => {
    const run = aRun();
    run.command({ type: 'halt' }, 'news');
    run.candle(0);
    expect(last(run)).toMatchObject({ stage: 'risk', code: 'TRADING_HALTED' });
    expect(last(run).detail).toContain('news');
    expect(sizingOf(run)).toEqual(['1', 'fixedQty asks for 1']);
  });

  it('follows a position from its order to its end', () => {
    const run = aRun({ exit: { long: { kind: 'above', left: theClose(), right: aNumber(150) } } });
    run.candle(0);
    expect(last(run)).toMatchObject({ asked: 'entry', stage: 'ordered', detail: 'buy 1 BTC/USDT at the market' });
    run.candle(1);
    expect(last(run)).toMatchObject({ asked: 'nothing', values: [], results: '', stage: 'working' });
    expect(last(run).detail).toBe('the order to buy 1 is submitting');
    run.fill(sent(run));
    run.candle(2);
    expect(last(run)).toMatchObject({ asked: 'exitLong', values: [105], results: '0', stage: 'conditions' });
    run.candle(3, { high: 160, close: 160 });
    expect(last(run)).toMatchObject({ asked: 'exitLong', results: '1', stage: 'ordered' });
    expect(last(run).detail).toBe('close 1 BTC/USDT at the market');
    run.candle(4);
    expect(last(run)).toMatchObject({ stage: 'working', detail: 'the order to sell 1 is submitting' });
  });

  it('remembers that the strategy failed', () => {
    const run = aRun();
    const boom = (): never => {
      throw new Error('boom');
    };
    Object.assign(run.engine.core.units[0]!.instance, { entry: boom });
    run.candle(0);
    expect(last(run)).toMatchObject({ asked: 'nothing', stage: 'failed', detail: 'boom' });
  });

  it('tells how a limit made the size smaller', () => {
    const risk = aRiskConfig({ maxNotionalPerOrder: '52.5' });
    const run = new EngineRun({ strategies: [aBuyer()], recordsDecisions: true, risk });
    run.candle(0);
    const detail = 'fixedQty asks for 1; NOTIONAL_ABOVE_MAX leaves 0.5';
    expect(sizingOf(run)).toEqual(['0.5', detail]);
  });
});

describe('the definitions behind the records', () => {
  it('are told once each, also after a change, and not at all while nothing is recorded', () => {
    const run = new EngineRun({ strategies: [aStrategy(), aStrategy({ id: 'off' as never, enabled: false })] });
    run.candle(0);
    expect([...run.all('strategyDefined'), ...run.all('decisionRecorded')]).toEqual([]);
    run.configure({ recordsDecisions: true });
    run.configure({ recordsDecisions: true });
    run.configure({ recordsDecisions: true, strategies: [aStrategy({ name: 'Other' })] });
    expect(run.all('strategyDefined').map(({ definition }) => definition.name)).toEqual(['Test', 'Other']);
    const [first, second] = run.all('strategyDefined').map(({ hash }) => hash);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(second).not.toBe(first);
    run.candle(1);
    expect(last(run).definition).toBe(second);
  });
});
