// How votes are combined, as the settings say, in the engine's units.
import type { Config } from '../../shared/config/schema.ts';
import { SECOND_MS } from '../../shared/time.ts';
import type { ConsensusConfig } from '../engine/consensus/consensusConfig.ts';

export function consensusConfigOf({ consensus }: Pick<Config, 'consensus'>): ConsensusConfig {
  const { signalIntervalSeconds, ...rest } = consensus;
  return { ...rest, signalIntervalMs: signalIntervalSeconds * SECOND_MS };
}
