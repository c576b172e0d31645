// What a link needs of the engine: a way in, and a look at what it knows. The host is one.
import type { SymbolId } from '../../../shared/domain/ids.ts';
import type { EngineCore } from '../../engine/kernel/core.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';
import type { Waits } from './waits.ts';

export interface EngineInlet {
  take(input: EngineInput): void;
  /** For reading only. Another one after the engine was restored, so never kept. */
  readonly core: EngineCore;
  /** True when a fill of this id has been booked, however long ago. */
  hasFill(fillId: string): boolean;
}

/** The open time of the next candle the engine expects; undefined before its first. */
export const expectedOpen = ({ core }: EngineInlet, symbol: SymbolId): number | undefined =>
  core.markets.get(symbol)?.book.lastCloseTime();

/** The same inlet, closed once the link has stopped: an answer on its way then goes nowhere. */
export const untilStopped = (inlet: EngineInlet, waits: Waits): EngineInlet => ({
  take: (input) => {
    if (!waits.isStopped) inlet.take(input);
  },
  get core() {
    return inlet.core;
  },
  hasFill: (fillId) => inlet.hasFill(fillId),
});
