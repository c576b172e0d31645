// The consensus of a symbol as the window gets it.
import type { ConsensusRow } from '../../../../shared/contract/records/prediction.ts';
import type { SymbolId } from '../../../../shared/domain/ids.ts';
import type { Timeframe } from '../../../../shared/time.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { EngineHost } from '../../host/engineHost.ts';

/** Undefined, over all timeframes, first; then each timeframe that a model speaks for. */
export function consensusTimeframes({ core }: EngineHost, symbol: SymbolId): readonly (Timeframe | undefined)[] {
  const seats = core.models.get(symbol)?.seats ?? [];
  return [undefined, ...new Set(seats.map(({ spec }) => spec.timeframe))];
}

export function consensusRow(host: EngineHost, symbol: SymbolId, timeframe?: Timeframe): ConsensusRow | undefined {
  const consensus = host.core.consensus(symbol, timeframe);
  return consensus && { ...toWire(consensus), connection: host.id };
}

export const consensusRows = (host: EngineHost): readonly ConsensusRow[] =>
  [...host.core.models.keys()].flatMap((symbol) =>
    consensusTimeframes(host, symbol).flatMap((timeframe) => consensusRow(host, symbol, timeframe) ?? []),
  );
