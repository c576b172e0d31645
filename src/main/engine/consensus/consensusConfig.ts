// How votes become a consensus, and how models are watched: plain data of the engine's configuration.

/** A consensus that misses one of these is not acted on; 0..1. */
export interface ConsensusThresholds {
  readonly minConfidence: number;
  readonly minAgreement: number;
  readonly minQuorum: number;
  readonly minDataQuality: number;
}

/** Between `recover` and `watch` a model stays what it is. */
export interface DriftLimits {
  readonly watch: number;
  readonly recover: number;
}

export interface DriftConfig {
  /** Measured over the newest outcomes and feature vectors: from half of this up to all of it. */
  readonly window: number;
  /** Fewer outcomes say nothing. */
  readonly minResolved: number;
  /** Brier score above the upper bound of the reference, percent of it. */
  readonly brierPct: DriftLimits & { readonly demote: number };
  /** Calibration error above the upper bound of the reference. */
  readonly ece: DriftLimits & { readonly demote: number };
  /** Mean population stability index; alone it never demotes. */
  readonly psi: DriftLimits;
}

export interface ConsensusConfig extends ConsensusThresholds {
  /** Made anew at least this often. */
  readonly signalIntervalMs: number;
  readonly drift: DriftConfig;
}
