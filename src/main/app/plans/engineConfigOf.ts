// The engine's configuration of one connection, made of the settings and the strategy files as they are now.
import type { Config } from '../../../shared/config/schema.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { ModelSpec } from '../../../shared/domain/model.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { AppError } from '../../../shared/errors.ts';
import { didYouMean } from '../../../shared/nearest.ts';
import { problemText } from '../../../shared/result.ts';
import { isBuiltFrom, type Timeframe } from '../../../shared/time.ts';
import { freshnessOf } from '../../backtest/loadRun.ts';
import { consensusConfigOf } from '../../config/consensusConfigOf.ts';
import { valueOf } from '../../config/valueOf.ts';
import { asTraded, listStrategies } from '../../config/namedStrategy.ts';
import { parseIndicationSet } from '../../engine/indications/indicationSet.ts';
import type { EngineConfig } from '../../engine/kernel/engineConfig.ts';
import { modelsFor } from '../../inference/openPredictor.ts';

/** Timeframes above the base whose indications are computed too. */
const SHOWN: readonly Timeframe[] = ['1h', '4h', '1d'];

export interface AccountPlan {
  readonly id: ConnectionId;
  readonly timeframe: Timeframe;
  readonly instruments: readonly Instrument[];
  /** Ids of the strategies that trade here; empty: every enabled one. */
  readonly strategies: readonly string[];
  /** Whether it may trade live now; undefined: it trades on paper, whatever anybody says. */
  readonly isLiveAllowed?: (() => boolean) | undefined;
}

/** What is left out, and why: a strategy whose symbols or candles are not there, a file with problems. */
export interface PlannedConfig {
  readonly config: EngineConfig;
  readonly remarks: readonly string[];
}

export interface PlanSurroundings {
  readonly dataDir: string;
  readonly inForce: readonly StrategyDefinition[];
  /** Of this program, by the symbols of their manifest. */
  readonly models: readonly ModelSpec[];
}

/** Of a strategy file that is broken now the form `inForce` stays. Throws `AppError` NOT_FOUND for a named strategy that does not exist. */
export function engineConfigOf(
  config: Config,
  account: AccountPlan,
  { dataDir, inForce, models }: PlanSurroundings,
): PlannedConfig {
  const { id, timeframe, instruments, isLiveAllowed } = account;
  const { strategies, remarks } = strategiesOf(account, dataDir, inForce);
  const symbols = instruments.map(({ symbol }) => symbol);
  const spoken = modelsFor(models, symbols, timeframe);
  const { set, byTimeframe } = config.indications;
  const timeframes = [timeframe, ...SHOWN.filter((other) => other !== timeframe && isBuiltFrom(other, timeframe))];
  return {
    remarks: [...remarks, ...spoken.remarks],
    config: {
      ...{
        connection: id,
        mode: isLiveAllowed === undefined ? 'paper' : 'live',
        isEnabled: true,
        isLiveAllowed: isLiveAllowed?.() === true,
        baseTimeframe: timeframe,
        instruments,
      },
      strategies,
      indicationSets: timeframes.map((one) => ({
        timeframe: one,
        specs: valueOf(parseIndicationSet(byTimeframe[one] ?? set)),
      })),
      risk: config.risk,
      freshness: freshnessOf({ config }),
      hasVenueProtection: true,
      recordsDecisions: true,
      ...(spoken.models.length === 0 ? {} : { models: spoken.models, consensus: consensusConfigOf(config) }),
    },
  };
}

function strategiesOf(
  { timeframe, instruments, strategies: wanted }: AccountPlan,
  dataDir: string,
  inForce: readonly StrategyDefinition[],
): { readonly strategies: readonly StrategyDefinition[]; readonly remarks: readonly string[] } {
  const listed = listStrategies(dataDir).filter(({ isReplaced }) => !isReplaced);
  const unknown = wanted.find((id) => !listed.some((one) => one.id === id));
  if (unknown !== undefined) {
    const ids = listed.map(({ id }) => id);
    throw new AppError(
      'NOT_FOUND',
      `expected one of the strategies ${ids.join(', ')}, found "${unknown}"${didYouMean(unknown, ids)}`,
    );
  }
  const there = instruments.map(({ symbol }) => symbol);
  const strategies: StrategyDefinition[] = [];
  const remarks: string[] = [];
  for (const { id, problems, ...file } of listed) {
    const isNamed = wanted.includes(id);
    if (wanted.length > 0 && !isNamed) continue;
    const definition = file.definition ?? inForce.find((one) => one.id === id);
    remarks.push(...problems.map((problem) => `strategy ${id}: ${problemText(problem)}`));
    if (definition === undefined || (!definition.enabled && !isNamed)) continue;
    const traded = asTraded(definition, instruments);
    if (traded === undefined)
      remarks.push(`strategy ${id} trades ${definition.symbols.join(', ')}, which are not here: ${there.join(', ')}`);
    else if (!isBuiltFrom(definition.timeframe, timeframe))
      remarks.push(`strategy ${id} needs ${definition.timeframe} candles, which ${timeframe} candles cannot build`);
    else strategies.push(traded);
  }
  return { strategies, remarks };
}
