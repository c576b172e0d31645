// Everything a report shows of one backtest. The terminal, the page and the files are views of this one value.
import type { NamedStrategy } from '../../config/namedStrategy.ts';
import type { ConsensusConfig } from '../../engine/consensus/consensusConfig.ts';
import type { BacktestResult } from '../../engine/drivers/backtestResult.ts';
import type { FundingRate } from '../../engine/paper/paperAccount.ts';
import type { Performance } from '../../engine/portfolio/metrics/performance.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import type { Decimal } from '../../../shared/money.ts';
import type { Timeframe } from '../../../shared/time.ts';
import type { BacktestDocument } from './backtestDocument.ts';

export interface BacktestReport {
  readonly run: BacktestRun;
  /** That took part. */
  readonly models: readonly ModelSpec[];
  readonly result: BacktestResult;
  readonly performance: Performance;
  readonly document: BacktestDocument;
}

/** What was asked for, complete enough to run it again. */
export interface BacktestRun {
  /** The candles come from the market simulator. */
  readonly isSimulated: boolean;
  readonly programVersion: string;
  readonly timeframe: Timeframe;
  /** Currency of all money. */
  readonly quote: string;
  /** As traded here: only symbols that are there. */
  readonly strategies: readonly NamedStrategy[];
  readonly instruments: readonly Instrument[];
  readonly series: readonly CandleColumns[];
  /** Where the candles came from: file names, or the simulator's seed. */
  readonly sources: readonly string[];
  readonly cash: Decimal;
  readonly slippageBps: Decimal;
  readonly volumeCapPct: Decimal;
  readonly funding: ReadonlyMap<SymbolId, readonly FundingRate[]>;
  readonly risk: RiskConfig;
  readonly freshness: { readonly candleGraceMs: number; readonly markMaxAgeMs: number };
  /** How the votes of models are combined. */
  readonly consensus: ConsensusConfig;
  /** Sentences about the input that a reader must know. */
  readonly notes: readonly string[];
}
