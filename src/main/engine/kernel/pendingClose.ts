// The close of one symbol whose predictions are awaited: who is still to answer, and which strategies wait for it.
import type { EpochMs, ModelId, PositionKey, SymbolId } from '../../../shared/domain/ids.ts';
import type { PredictionRequest } from '../../../shared/domain/prediction.ts';
import { SECOND_MS } from '../../../shared/time.ts';

/** A model has so long to answer; whoever has not counts as failed. */
export const ANSWER_MS = 2 * SECOND_MS;

/** Plain data. */
export interface PendingClose {
  readonly symbol: SymbolId;
  readonly closeTime: EpochMs;
  readonly deadline: EpochMs;
  readonly requests: readonly PredictionRequest[];
  /** Still to answer, in the order they were asked. */
  readonly awaited: readonly ModelId[];
  /** In the order they are evaluated. */
  readonly units: readonly PositionKey[];
}

/** What is still to be answered. */
export const openRequests = ({ requests, awaited }: PendingClose): readonly PredictionRequest[] =>
  requests
    .map((request) => ({ ...request, models: request.models.filter((model) => awaited.includes(model)) }))
    .filter(({ models }) => models.length > 0);
