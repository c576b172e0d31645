import { describe, expect, it } from 'vitest';
import { consensusOf, directionOf } from '../../../../src/main/engine/consensus/consensusOf.ts';
import { toEpochMs, toModelId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import type { Consensus, Probabilities, Vote } from '../../../../src/shared/domain/prediction.ts';
import { aConsensusConfig, aVote } from '../../../builders/models.ts';

const place = { symbol: toSymbolId('BTC/USDT'), at: toEpochMs(7) };
const p = (sell: number, hold: number, buy: number): Probabilities => ({ sell, hold, buy });
const vote = (probabilities: Probabilities | undefined, changes: Partial<Vote> = {}): Vote =>
  aVote(probabilities, {
    ...(probabilities === undefined ? {} : { direction: directionOf(probabilities) }),
    ...changes,
  });
const of = (votes: readonly Vote[], part: { staleReason?: string } = {}): Consensus =>
  consensusOf(votes, aConsensusConfig(), { ...place, ...part });
const codes = ({ reasons }: Consensus): readonly string[] => reasons.map(({ code }) => code);

describe('a consensus', () => {
  it('is the weighted mean of the votes', () => {
    const found = of([vote(p(0.1, 0.2, 0.7), { weight: 0.3 }), vote(p(0.4, 0.2, 0.4), { weight: 0.1 })]);
    expect(found.probabilities?.buy).toBeCloseTo(0.625, 12);
    expect(found).toMatchObject({ direction: 'BUY', isActionable: true, reasons: [], quorum: 1, ...place });
    expect(found.confidence).toBeCloseTo(0.625, 12);
    expect(found.score).toBeCloseTo(0.625 - 0.175, 12);
    // The second model's own two best classes are equal: HOLD.
    expect(found.agreement).toBeCloseTo(0.75, 12);
  });

  it.each([
    ['BUY and SELL share the first place', p(0.4, 0.2, 0.4)],
    ['BUY and HOLD share it', p(0.2, 0.4, 0.4)],
    ['all three do', p(1 / 3, 1 / 3, 1 / 3)],
  ])('is HOLD where %s', (_what, probabilities) => {
    expect(of([vote(probabilities)])).toMatchObject({ direction: 'HOLD', isActionable: false });
  });

  it.each([
    ['unhealthy', { isHealthy: false }],
    ['not fresh', { isFresh: false }],
    ['demoted', { drift: 'demoted' as const }],
  ])('leaves a model out that is %s: the others share its weight, and the quorum tells', (_what, changes) => {
    const found = of([
      vote(p(0.1, 0.2, 0.7), { weight: 0.3 }),
      vote(p(0.1, 0.1, 0.8), { weight: 0.3 }),
      vote(p(0.9, 0, 0.1), { ...changes, weight: 0.4 }),
    ]);
    expect(found.probabilities?.buy).toBeCloseTo(0.75, 12);
    expect(found.quorum).toBeCloseTo(0.6, 12);
    expect(found.agreement).toBe(1);
    expect(found.votes).toHaveLength(3);
  });

  it('says every reason why it is not acted on', () => {
    const votes = [
      vote(p(0.3, 0.38, 0.32), { weight: 0.2, dataQuality: 0.9 }),
      vote(p(0.1, 0.1, 0.8), { weight: 0.2, isFresh: false, model: toModelId('old') }),
      vote(undefined, { weight: 0.6 }),
    ];
    const found = of(votes, { staleReason: 'no candle for an hour' });
    expect(codes(found)).toEqual([
      ...['DIRECTION_HOLD', 'LOW_CONFIDENCE', 'LOW_DATA_QUALITY', 'LOW_QUORUM', 'STALE', 'STALE'],
    ]);
    expect(found.reasons.map(({ detail }) => detail)).toEqual([
      ...['its direction is HOLD', 'the confidence is 0.380, at least 0.55 wanted'],
      ...['the data quality is 0.900, at least 0.95 wanted', 'the quorum is 0.200, at least 0.5 wanted'],
      ...['no candle for an hour', 'the newest answer of old is too old'],
    ]);
    expect(found.isActionable).toBe(false);
  });

  it('is not acted on where too few agree', () => {
    const found = of([
      vote(p(0.02, 0, 0.98), { weight: 0.4 }),
      vote(p(0.3, 0.4, 0.3), { weight: 0.3 }),
      vote(p(0.3, 0.4, 0.3), { weight: 0.3 }),
    ]);
    expect(codes(found)).toEqual(['LOW_AGREEMENT']);
    expect(found.direction).toBe('BUY');
  });

  it('is none without a vote, and says so', () => {
    const found = of([vote(undefined), vote(p(0, 0, 1), { isHealthy: false })]);
    expect(found).toMatchObject({ direction: 'HOLD', confidence: 0, score: 0, agreement: 0, quorum: 0 });
    expect(found.probabilities).toBeUndefined();
    expect(codes(found)).toEqual(['NO_VOTES', 'LOW_QUORUM']);
  });

  it('regression: meets a threshold that its weights add up to only almost', () => {
    const [a, b, c, d, e] = [0.3, 0.25, 0.2, 0.15, 0.1].map((weight) => vote(p(0, 0, 1), { weight })) as [
      ...[Vote, Vote, Vote, Vote, Vote],
    ];
    const found = of([{ ...a, isFresh: false, probabilities: undefined }, b, { ...c, probabilities: undefined }, d, e]);
    expect(found.quorum).toBeCloseTo(0.5, 12);
    expect(codes(found)).toEqual([]);
  });
});
