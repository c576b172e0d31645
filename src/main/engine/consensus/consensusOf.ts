// From votes to a consensus (domain rules, section 5). Pure: the same for all models and for those of one timeframe.
import type { EpochMs, SymbolId } from '../../../shared/domain/ids.ts';
import type { Consensus, ConsensusReason, Direction, Probabilities, Vote } from '../../../shared/domain/prediction.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { ConsensusThresholds } from './consensusConfig.ts';

export interface ConsensusPlace {
  readonly symbol: SymbolId;
  /** Undefined: over all timeframes. */
  readonly timeframe?: Timeframe | undefined;
  readonly at: EpochMs;
  /** Why the market's own candles are too old. */
  readonly staleReason?: string | undefined;
}

/** Sums of weights that are equal by the rules may differ by this. */
const TOLERANCE = 1e-9;

/** Combines the votes that count: of models that are healthy and fresh and have weight. */
export function consensusOf(
  votes: readonly Vote[],
  thresholds: ConsensusThresholds,
  { symbol, timeframe, at, staleReason }: ConsensusPlace,
): Consensus {
  const counted = votes.filter(counts);
  const probabilities = meanOf(counted);
  const direction = probabilities === undefined ? 'HOLD' : directionOf(probabilities);
  const found = {
    direction,
    confidence: probabilities === undefined ? 0 : probabilityOf(probabilities, direction),
    score: probabilities === undefined ? 0 : probabilities.buy - probabilities.sell,
    agreement: shareOf(
      counted.filter((vote) => vote.direction === direction),
      counted,
    ),
    quorum: shareOf(counted, votes),
    dataQuality: Math.min(...counted.map(({ dataQuality = 0 }) => dataQuality), counted.length === 0 ? 0 : 1),
  };
  const reasons = [
    ...(probabilities === undefined ? [NO_VOTES] : ofDirection(found, thresholds)),
    ...atLeast('LOW_QUORUM', 'the quorum', [found.quorum, thresholds.minQuorum]),
    ...staleness(votes, staleReason),
  ];
  return {
    ...{ symbol, timeframe, at, ...found },
    ...{ probabilities, isActionable: reasons.length === 0, reasons, votes },
  };
}

/** Most likely class; HOLD where two share the first place. */
export function directionOf({ sell, hold, buy }: Probabilities): Direction {
  if (buy > Math.max(sell, hold) + TOLERANCE) return 'BUY';
  return sell > Math.max(buy, hold) + TOLERANCE ? 'SELL' : 'HOLD';
}

type Reason = Consensus['reasons'][number];

const NO_VOTES: Reason = { code: 'NO_VOTES', detail: 'no healthy model with weight has a fresh answer' };

/** A demoted model goes on in shadow. */
const counts = (vote: Vote): boolean => isTrusted(vote) && vote.isFresh && vote.probabilities !== undefined;

const isTrusted = ({ isHealthy, drift, weight }: Vote): boolean => isHealthy && drift !== 'demoted' && weight > 0;

const weightOf = (votes: readonly Vote[]): number => votes.reduce((sum, { weight }) => sum + weight, 0);

function shareOf(part: readonly Vote[], whole: readonly Vote[]): number {
  const all = weightOf(whole);
  return all > 0 ? weightOf(part) / all : 0;
}

function meanOf(counted: readonly Vote[]): Probabilities | undefined {
  const all = weightOf(counted);
  if (all === 0) return undefined;
  const mean = (of: keyof Probabilities): number =>
    counted.reduce((sum, { weight, probabilities }) => sum + weight * (probabilities?.[of] ?? 0), 0) / all;
  return { sell: mean('sell'), hold: mean('hold'), buy: mean('buy') };
}

const probabilityOf = ({ sell, hold, buy }: Probabilities, direction: Direction): number =>
  direction === 'BUY' ? buy : direction === 'SELL' ? sell : hold;

function ofDirection(
  found: Pick<Consensus, 'direction' | 'confidence' | 'agreement' | 'dataQuality'>,
  thresholds: ConsensusThresholds,
): readonly Reason[] {
  const { direction, confidence, agreement, dataQuality } = found;
  return [
    ...(direction === 'HOLD' ? [{ code: 'DIRECTION_HOLD', detail: 'its direction is HOLD' } as const] : []),
    ...atLeast('LOW_CONFIDENCE', 'the confidence', [confidence, thresholds.minConfidence]),
    ...atLeast('LOW_AGREEMENT', 'the agreement', [agreement, thresholds.minAgreement]),
    ...atLeast('LOW_DATA_QUALITY', 'the data quality', [dataQuality, thresholds.minDataQuality]),
  ];
}

function atLeast(code: ConsensusReason, what: string, [found, wanted]: readonly [number, number]): readonly Reason[] {
  if (found >= wanted - TOLERANCE) return [];
  return [{ code, detail: `${what} is ${found.toFixed(3)}, at least ${String(wanted)} wanted` }];
}

/** Of the market, and of answers that have outlived their candle; no answer yet is missing in the quorum instead. */
function staleness(votes: readonly Vote[], staleReason: string | undefined): readonly Reason[] {
  const old = votes.filter((vote) => isTrusted(vote) && vote.probabilities !== undefined && !vote.isFresh);
  const details = [
    ...(staleReason === undefined ? [] : [staleReason]),
    ...old.map(({ model }) => `the newest answer of ${model} is too old`),
  ];
  return details.map((detail) => ({ code: 'STALE', detail }));
}
