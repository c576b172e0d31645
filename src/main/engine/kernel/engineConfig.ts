// What one engine needs to know: plain data, journaled as the `config` input.
import type { ConnectionId, SymbolId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { Mode } from '../../../shared/domain/trading.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { ConsensusConfig } from '../consensus/consensusConfig.ts';
import type { IndicatorSpec } from '../indications/registry.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';

export interface EngineConfig {
  readonly connection: ConnectionId;
  readonly mode: Mode;
  readonly isEnabled: boolean;
  readonly isLiveAllowed: boolean;
  /** Every other timeframe is built from it. */
  readonly baseTimeframe: Timeframe;
  readonly instruments: readonly Instrument[];
  readonly strategies: readonly StrategyDefinition[];
  /** Stored per candle of each symbol and timeframe. */
  readonly indicationSets: readonly { readonly timeframe: Timeframe; readonly specs: readonly IndicatorSpec[] }[];
  readonly risk: RiskConfig;
  readonly freshness: { readonly candleGraceMs: number; readonly markMaxAgeMs: number };
  /** True: stops and targets rest at the venue; false: the engine watches them on every mark. */
  readonly hasVenueProtection: boolean;
  /** True: every look of a strategy at a candle leaves a decision record. */
  readonly recordsDecisions?: boolean;
  /** Asked at each close of their timeframe; each names the symbol it speaks for here. */
  readonly models?: readonly ModelSpec[] | undefined;
  /** Present where there are models. */
  readonly consensus?: ConsensusConfig | undefined;
}

/** The symbols an engine trades or watches. */
export const symbolsOf = (config: EngineConfig): readonly SymbolId[] => config.instruments.map(({ symbol }) => symbol);
