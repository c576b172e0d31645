// Five models on BTC in every state that a vote can be in, as a view shows them.
import { consensusOf, directionOf } from '../../src/main/engine/consensus/consensusOf.ts';
import { toEpochMs, toModelId, toSymbolId } from '../../src/shared/domain/ids.ts';
import type { Consensus, Probabilities, Vote } from '../../src/shared/domain/prediction.ts';
import { MINUTE_MS } from '../../src/shared/time.ts';
import { NOON } from './engineStatus.ts';
import { aConsensusConfig, aVote } from './models.ts';

const vote = (model: string, [sell, hold, buy]: readonly [number, number, number], part: Partial<Vote>): Vote => {
  const probabilities: Probabilities = { sell, hold, buy };
  const direction = directionOf(probabilities);
  return aVote(probabilities, { model: toModelId(model), direction, ...part });
};
const closed = (minutes: number): Pick<Vote, 'candleCloseTime'> => ({
  candleCloseTime: toEpochMs(NOON - minutes * MINUTE_MS),
});

const quick = [
  vote('xgboost-btc-15m', [0.12, 0.2, 0.68], { weight: 0.3, timeframe: '15m', ...closed(5) }),
  vote('xgboost-btc-1h', [0.2, 0.15, 0.65], { weight: 0.25, timeframe: '1h', drift: 'watch', ...closed(35) }),
];

/** Acted on: the quick models agree, the slow ones have their troubles. */
export const aMixedConsensus = (): Consensus =>
  consensus('BTC/USDT:USDT', [
    ...quick,
    vote('forest-btc-4h', [0.3, 0.3, 0.4], { weight: 0.2, timeframe: '4h', drift: 'demoted', ...closed(35) }),
    aVote(undefined, {
      ...{ model: toModelId('xgboost-btc-4h'), weight: 0.15, timeframe: '4h', isHealthy: false, ...closed(35) },
      failure: { code: 'MODEL_TIMEOUT', detail: 'no answer within 2000 ms' },
    }),
    aVote(undefined, {
      ...{ model: toModelId('lightgbm-btc-4h'), weight: 0.1, timeframe: '4h', isFresh: false, isWarmingUp: true },
    }),
  ]);

/** Not acted on. */
export const aDoubtfulConsensus = (): Consensus =>
  consensus('ETH/USDT:USDT', [
    vote('xgboost-eth-15m', [0.4, 0.3, 0.3], { weight: 0.4, timeframe: '15m', ...closed(5) }),
    aVote(undefined, { ...{ model: toModelId('xgboost-eth-4h'), weight: 0.6, timeframe: '4h', isFresh: false } }),
  ]);

const consensus = (symbol: string, votes: readonly Vote[]): Consensus =>
  consensusOf(votes, aConsensusConfig(), { symbol: toSymbolId(symbol), at: toEpochMs(NOON) });
