// Whatever the votes: a consensus is a distribution, those that do not count change nothing but the quorum, and it is acted on
// exactly when nothing speaks against it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consensusOf, directionOf } from '../../src/main/engine/consensus/consensusOf.ts';
import { toEpochMs, toModelId, toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Probabilities, Vote } from '../../src/shared/domain/prediction.ts';
import { aConsensusConfig, aVote } from '../builders/models.ts';

const place = { symbol: toSymbolId('BTC/USDT'), at: toEpochMs(0) };
const thresholds = aConsensusConfig();

const distribution: fc.Arbitrary<Probabilities> = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 100 }))
  .map(([sell, hold, buy]) => {
    const sum = sell + hold + buy;
    return { sell: sell / sum, hold: hold / sum, buy: buy / sum };
  });

const vote: fc.Arbitrary<Vote> = fc
  .record({
    probabilities: fc.option(distribution, { nil: undefined }),
    weight: fc.integer({ min: 1, max: 40 }),
    isHealthy: fc.boolean(),
    isFresh: fc.boolean(),
    drift: fc.constantFrom('ok', 'watch', 'demoted'),
    dataQuality: fc.double({ min: 0.9, max: 1, noNaN: true }),
  })
  .map(({ probabilities, weight, ...changes }) =>
    aVote(probabilities, {
      ...{ ...changes, weight: weight / 40 },
      ...(probabilities === undefined ? {} : { direction: directionOf(probabilities) }),
    }),
  );
const votes = fc.array(vote, { minLength: 1, maxLength: 7 });

const counts = ({ isHealthy, isFresh, drift, probabilities }: Vote): boolean =>
  isHealthy && isFresh && drift !== 'demoted' && probabilities !== undefined;
const weight = (of: readonly Vote[]): number => of.reduce((sum, one) => sum + one.weight, 0);

describe('every consensus', () => {
  it('is a distribution whose figures lie where they must, and is acted on exactly without a reason against', () => {
    fc.assert(
      fc.property(votes, (all) => {
        const found = consensusOf(all, thresholds, place);
        const counted = all.filter(counts);
        expect(found.quorum).toBeCloseTo(weight(counted) / weight(all), 9);
        expect(found.isActionable).toBe(found.reasons.length === 0);
        if (counted.length === 0) {
          expect(found.probabilities).toBeUndefined();
          return;
        }
        const { sell, hold, buy } = found.probabilities!;
        expect(sell + hold + buy).toBeCloseTo(1, 9);
        expect(found.score).toBeCloseTo(buy - sell, 9);
        for (const value of [sell, hold, buy, found.confidence, found.agreement, found.quorum]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-9);
        }
        if (found.direction !== 'HOLD') expect(found.confidence).toBe(Math.max(sell, hold, buy));
        if (found.isActionable) expect(found.direction).not.toBe('HOLD');
      }),
    );
  });

  it('weighs anew when a model is out: the rest say what they would say alone, and the quorum falls by its share', () => {
    fc.assert(
      fc.property(votes, fc.nat(), (all, pick) => {
        const out = pick % all.length;
        const without = all.map((one, index) => (index === out ? { ...one, isHealthy: false } : one));
        const alone = all.filter((_, index) => index !== out);
        const [found, expected] = [consensusOf(without, thresholds, place), consensusOf(alone, thresholds, place)];
        expect(found.probabilities).toEqual(expected.probabilities);
        expect(found).toMatchObject({ direction: expected.direction, agreement: expected.agreement });
        const share = counts(all[out]!) ? all[out]!.weight / weight(all) : 0;
        expect(found.quorum).toBeCloseTo(consensusOf(all, thresholds, place).quorum - share, 9);
      }),
    );
  });

  it('does not depend on the order of its votes, nor on the scale of their weights', () => {
    fc.assert(
      fc.property(votes, fc.constantFrom(0.25, 0.5, 2), (all, factor) => {
        const found = consensusOf(all, thresholds, place);
        const turned = consensusOf(
          all.toReversed().map((one) => ({ ...one, weight: one.weight * factor })),
          thresholds,
          place,
        );
        expect(turned.direction).toBe(found.direction);
        expect(turned.confidence).toBeCloseTo(found.confidence, 9);
        expect(turned.quorum).toBeCloseTo(found.quorum, 9);
        expect(turned.isActionable).toBe(found.isActionable);
      }),
    );
  });

  it('names each stale model that would count', () => {
    fc.assert(
      fc.property(votes, (all) => {
        const named = all.map((one, index) => ({ ...one, model: toModelId(`m${String(index)}`) }));
        const stale = named.filter((one) => !one.isFresh && counts({ ...one, isFresh: true }));
        const told = consensusOf(named, thresholds, place).reasons.filter(({ code }) => code === 'STALE');
        expect(told).toHaveLength(stale.length);
      }),
    );
  });
});
