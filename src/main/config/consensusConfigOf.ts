// How votes are combined and models are watched, as the settings say, in the engine's units.
import type { Config } from '../../shared/config/schema.ts';
import { SECOND_MS } from '../../shared/time.ts';
import type { ConsensusConfig } from '../engine/consensus/consensusConfig.ts';

export function consensusConfigOf({ consensus, drift }: Pick<Config, 'consensus' | 'drift'>): ConsensusConfig {
  const { signalIntervalSeconds, ...thresholds } = consensus;
  const { window, minResolved } = drift;
  return {
    ...thresholds,
    signalIntervalMs: signalIntervalSeconds * SECOND_MS,
    drift: {
      ...{ window, minResolved },
      brierPct: { watch: drift.brierWatchPct, demote: drift.brierDemotePct, recover: drift.brierRecoverPct },
      ece: { watch: drift.eceWatch, demote: drift.eceDemote, recover: drift.eceRecover },
      psi: { watch: drift.psiWatch, recover: drift.psiRecover },
    },
  };
}
