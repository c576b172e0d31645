import { describe, expect, it } from 'vitest';
import { aCandle, openTimeAt } from '../../../builders/aCandle.ts';
import { aConsensusConfig, aModelSpec } from '../../../builders/models.ts';
import type { DriftConfig } from '../../../../src/main/engine/consensus/consensusConfig.ts';
import { type DriftNews, DriftWatch } from '../../../../src/main/engine/consensus/driftWatch.ts';
import { CORE_1 } from '../../../../src/main/engine/features/core1/core1.ts';
import { toEpochMs, toModelId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import type { ModelSpec } from '../../../../src/shared/domain/model.ts';
import type { Probabilities } from '../../../../src/shared/domain/prediction.ts';
import { timeframeMs } from '../../../../src/shared/time.ts';

const drift: DriftConfig = { ...aConsensusConfig().drift, window: 80, minResolved: 20 };
const spec = aModelSpec({
  barriers: { horizonCandles: 2, upMultiple: 0.5, downMultiple: 0.5, halfLifeCandles: 2 },
  reference: { brier: 0.5, brierHigh: 0.5, ece: 0.2, eceHigh: 0.2, deciles: [] },
});
const BUY: Probabilities = { sell: 0.2, hold: 0.1, buy: 0.7 };
const SELL: Probabilities = { sell: 0.7, hold: 0.1, buy: 0.2 };
/** Neither right nor wrong about the ups and downs below. */
const UNSURE: Probabilities = { sell: 0.35, hold: 0.3, buy: 0.35 };

/** A market that goes up in even candles and down in odd ones, by more than a barrier: each outcome is known a candle later. */
class Zigzag {
  readonly watch: DriftWatch;
  readonly news: DriftNews[] = [];
  private index = 0;

  constructor(part: Partial<ModelSpec> = {}) {
    this.watch = new DriftWatch({ ...spec, ...part }, CORE_1, drift);
  }

  /** So many candles, each with an answer: right about what comes next, wrong, or unsure. */
  pass(count: number, kind: 'right' | 'wrong' | 'unsure'): this {
    for (let done = 0; done < count; done++) this.candle(kind);
    return this;
  }

  get states(): readonly string[] {
    return this.news.flatMap(({ change }) => (change === undefined ? [] : [`${change.from} > ${change.to}`]));
  }

  private candle(kind: 'right' | 'wrong' | 'unsure'): void {
    const isUp = this.index % 2 === 0;
    const [low, high] = [100, 110];
    const openTime = openTimeAt(this.index++);
    const candle = aCandle({ openTime, open: isUp ? low : high, close: isUp ? high : low, high, low });
    this.news.push(...this.watch.push(candle));
    // After a candle up comes one down.
    const right = isUp ? SELL : BUY;
    const wrong = isUp ? BUY : SELL;
    this.watch.predicted({
      ...{ symbol: toSymbolId('BTC/USDT'), model: toModelId('m15'), timeframe: '15m', ok: true },
      candleCloseTime: toEpochMs(openTime + timeframeMs('15m')),
      probabilities: { right, wrong, unsure: UNSURE }[kind],
      ...{ dataQuality: 1, featureHash: '', modelHash: '', latencyMs: 0 },
    });
  }
}

describe('the outcome of a prediction', () => {
  it('is known once a barrier is reached, with its score', () => {
    const { news } = new Zigzag().pass(6, 'right');
    const resolved = news.flatMap((one) => one.resolved ?? []);
    expect(resolved.map(({ outcome }) => outcome)).toEqual(['SELL', 'BUY', 'SELL']);
    expect(resolved[0]).toMatchObject({ candleCloseTime: openTimeAt(3), model: 'm15', symbol: 'BTC/USDT' });
    expect(resolved[0]!.brier).toBeCloseTo(0.3 ** 2 + 0.1 ** 2 + 0.2 ** 2, 12);
  });

  it('counts in Brier score and calibration error', () => {
    const { measures } = new Zigzag({ reference: { ...spec.reference, eceHigh: 1 } }).pass(40, 'right').watch;
    expect(measures).toMatchObject({ state: 'ok', resolved: 37 });
    expect(measures.brier).toBeCloseTo(0.14, 12);
    expect(measures.ece).toBeCloseTo(0.3, 12);
    expect(new Zigzag().watch.measures).toEqual({ state: 'ok', resolved: 0, reliability: [] });
    expect(measures.reliability).toHaveLength(1);
    expect(measures.reliability[0]).toMatchObject({ observed: 1, count: 37 });
  });
});

describe('a model that', () => {
  const calm = { reference: { ...spec.reference, eceHigh: 1 } };

  it('is wrong all the time is demoted once there are outcomes enough, and trusted again when it is right for long', () => {
    const run = new Zigzag(calm).pass(22, 'wrong');
    expect(run.states).toEqual([]);
    run.pass(1, 'wrong');
    expect(run.states).toEqual(['ok > demoted']);
    expect(run.news.at(-1)!.change).toMatchObject({
      reason: 'its Brier score is 1.1400 over 20 outcomes, at most 0.5000 in its holdout',
      measures: { state: 'demoted', resolved: 20 },
    });
    run.pass(70, 'right');
    expect(run.states).toEqual(['ok > demoted', 'demoted > ok']);
    expect(run.news.findLast(({ change }) => change !== undefined)!.change!.measures.brier).toBeLessThanOrEqual(0.5);
  });

  it('is a little worse than its holdout is watched, and not for ever', () => {
    // 0.635 lies 9 % above 0.58.
    const run = new Zigzag({ reference: { ...calm.reference, brierHigh: 0.58 } }).pass(40, 'unsure');
    expect(run.states).toEqual(['ok > watch']);
    run.pass(40, 'right');
    expect(run.states).toEqual(['ok > watch', 'watch > ok']);
  });

  it('stays what it is between the limits', () => {
    // 0.635 lies 2 % above 0.62: neither worth watching nor well enough to come back.
    const between = { reference: { ...calm.reference, brierHigh: 0.62 } };
    expect(new Zigzag(between).pass(100, 'unsure').states).toEqual([]);
    const run = new Zigzag(between).pass(30, 'wrong').pass(200, 'unsure');
    expect(run.states).toEqual(['ok > demoted']);
    expect(run.watch.state).toBe('demoted');
  });

  it('is sure of itself without reason is demoted for its calibration', () => {
    const run = new Zigzag({ reference: { ...spec.reference, brierHigh: 2, eceHigh: 0.1 } }).pass(30, 'right');
    // Right every time, it says 0.7.
    expect(run.states).toEqual(['ok > demoted']);
    expect(run.news.at(-1)!.resolved).toBeDefined();
  });
});

describe('the features of a model', () => {
  const deciles = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((edge) => edge / 10);
  const asked = (watch: DriftWatch, vector: (index: number) => readonly number[]): readonly DriftNews[] =>
    Array.from({ length: 160 }, (_, index) => watch.asked(vector(index))).flat();
  const watching = (edges: readonly (readonly number[])[]): DriftWatch =>
    new DriftWatch({ ...spec, reference: { ...spec.reference, deciles: edges } }, CORE_1, drift);
  const spread = (index: number): number => ((index * 37) % 100) / 100 + 0.005;

  it('that are spread as in training say nothing', () => {
    const watch = watching([deciles, deciles]);
    expect(asked(watch, (index) => [spread(index), spread(index + 3)])).toEqual([]);
    expect(watch.measures.psi).toBeLessThan(0.05);
  });

  it('that have moved put it on watch, never more, and name the one that moved furthest', () => {
    const watch = watching([deciles, deciles]);
    const news = asked(watch, (index) => [spread(index), 0.95]);
    expect(news.map(({ change }) => change?.to)).toEqual(['watch']);
    expect(news[0]!.change!.reason).toContain(CORE_1.features[1]!.name);
    expect(watch.measures.worstFeature?.name).toBe(CORE_1.features[1]!.name);
    expect(asked(watch, (index) => [spread(index), spread(index)]).map(({ change }) => change?.to)).toEqual(['ok']);
  });

  it('whose deciles coincide are not judged: an hour of the day has few values', () => {
    const watch = watching([[0, 0, 0, 0, 0, 1, 1, 1, 1]]);
    expect(asked(watch, () => [1])).toEqual([]);
    expect(watch.measures.psi).toBeUndefined();
  });
});

it('a watch restored after any candle goes on as the other one does', () => {
  for (const at of [1, 21, 24, 60]) {
    const run = new Zigzag().pass(at, 'wrong');
    const restored = new DriftWatch(spec, CORE_1, drift);
    restored.load(JSON.parse(JSON.stringify(run.watch.save())) as ReturnType<DriftWatch['save']>);
    expect(restored.save()).toEqual(run.watch.save());
    const candle = aCandle({ openTime: openTimeAt(at), low: 50, high: 200 });
    expect(restored.push(candle)).toEqual(run.watch.push(candle));
    expect(restored.measures).toEqual(run.watch.measures);
  }
});
