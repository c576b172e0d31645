// A new configuration between two inputs: markets and strategies that did not change go on where they were.
import { invariant } from '../../../shared/assert.ts';
import type { StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { isBuiltFrom, type Timeframe } from '../../../shared/time.ts';
import { type MarketOptions, SymbolMarket } from '../market/symbolMarket.ts';
import { SymbolModels } from '../consensus/symbolModels.ts';
import { strategyOperands } from '../strategies/strategyOperands.ts';
import { encode } from './canonical.ts';
import type { EngineCore } from './core.ts';
import type { EngineConfig } from './engineConfig.ts';

/** Hex digits of a definition's hash: enough to tell a trader's definitions apart. */
const HASH_LENGTH = 16;

/** Applies `config`, or keeps the last good one and says why. The first one must be good. */
export function applyConfig(core: EngineCore, config: EngineConfig): void {
  const problem = configProblem(core, config);
  if (problem !== undefined) {
    invariant(core.config !== undefined, `the first configuration is not usable: ${problem}`);
    core.emit({ kind: 'configRefused', reason: problem });
    return;
  }
  // Before the first equity there is nothing to sample.
  if (core.config === undefined) core.sampledAt = core.clock;
  core.config = config;
  core.setRisk(config.risk);
  for (const instrument of config.instruments) {
    const timeframes = timeframesOf(config, instrument.symbol);
    const known = core.markets.get(instrument.symbol);
    const options = { instrument, timeframes, ...marketOptions(config) };
    if (known !== undefined && known.failure === undefined) known.adapt(options);
    else {
      const market = new SymbolMarket(options);
      if (known !== undefined) market.takePrices(known);
      core.markets.set(instrument.symbol, market);
    }
    core.portfolio.setInstrument(instrument);
  }
  for (const market of core.markets.values()) {
    if (config.instruments.some(({ symbol }) => symbol === market.symbol)) continue;
    // No longer wanted: kept for what is still held there.
    market.adapt({ ...marketOptions(config), instrument: market.instrument, timeframes: [], indicationSets: [] });
  }
  applyModels(core, config);
  core.setUnits(config.strategies, isSameData);
  defineStrategies(core, config);
  core.isTimerStale = true;
  core.emit({ kind: 'configApplied', strategies: config.strategies.map(({ id }) => id) });
}

/** The models of each symbol: those that stay the same go on, new ones start cold. */
function applyModels(core: EngineCore, { models = [], consensus, freshness, instruments }: EngineConfig): void {
  for (const symbol of [...core.models.keys()]) {
    if (!models.some((model) => model.symbol === symbol)) core.models.delete(symbol);
  }
  if (consensus === undefined) return;
  for (const { symbol } of instruments) {
    const specs = models.filter((model) => model.symbol === symbol);
    if (specs.length === 0) continue;
    const options = { specs, config: consensus, graceMs: freshness.candleGraceMs, isSame: isSameData };
    const known = core.models.get(symbol);
    if (known === undefined) core.models.set(symbol, new SymbolModels(symbol, options));
    else known.adapt(options);
  }
}

const isSameData = (a: unknown, b: unknown): boolean => a === b || encode(a) === encode(b);

/** What the markets of all symbols have in common. */
export const marketOptions = (config: EngineConfig): Pick<MarketOptions, 'base' | 'indicationSets' | 'graceMs'> => ({
  base: config.baseTimeframe,
  indicationSets: config.indicationSets.filter(({ timeframe }) => isBuiltFrom(timeframe, config.baseTimeframe)),
  graceMs: config.freshness.candleGraceMs,
});

/** Names each definition by its hash, for decision records, and says once what a hash stands for. */
function defineStrategies(core: EngineCore, { strategies, recordsDecisions }: EngineConfig): void {
  const known = new Set(core.definitions.values());
  const definitions = new Map<StrategyId, string>();
  for (const definition of recordsDecisions === true ? strategies.filter(({ enabled }) => enabled) : []) {
    const hash = core.sha256(encode(definition)).slice(0, HASH_LENGTH);
    definitions.set(definition.id, hash);
    if (!known.has(hash)) core.emit({ kind: 'strategyDefined', hash, definition });
  }
  core.definitions = definitions;
}

function configProblem(core: EngineCore, config: EngineConfig): string | undefined {
  if (config.instruments.length === 0) return 'expected at least one instrument';
  if (core.config !== undefined && core.config.baseTimeframe !== config.baseTimeframe) {
    return `the base timeframe cannot change from ${core.config.baseTimeframe} to ${config.baseTimeframe} while the engine runs`;
  }
  const changed = config.instruments.find((instrument) => isRedefined(core, instrument));
  if (changed !== undefined)
    return `the kind and the contract size of ${changed.symbol} cannot change while a position is held there`;
  const ids = config.strategies.map(({ id }) => id);
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  if (twice !== undefined) return `two strategies have the id ${twice}`;
  const account = core.config;
  if (account !== undefined && (account.connection !== config.connection || account.mode !== config.mode)) {
    return `an engine keeps its account: it runs ${account.connection} in mode ${account.mode}, not ${config.connection} in mode ${config.mode}`;
  }
  for (const strategy of config.strategies) {
    if (new Set(strategy.symbols).size < strategy.symbols.length)
      return `strategy ${strategy.id} lists a symbol twice: ${strategy.symbols.join(', ')}`;
    const wrong = strategyTimeframes(strategy).find((timeframe) => !isBuiltFrom(timeframe, config.baseTimeframe));
    if (wrong !== undefined)
      return `strategy ${strategy.id} needs ${wrong} candles, which ${config.baseTimeframe} candles cannot build`;
  }
  return modelProblem(config);
}

function modelProblem({ models = [], consensus, instruments, baseTimeframe }: EngineConfig): string | undefined {
  if (models.length > 0 && consensus === undefined) return 'there are models, but nothing says how they are combined';
  const keys = models.map(({ id, symbol }) => `${id} for ${symbol}`);
  const twice = keys.find((key, place) => keys.indexOf(key) !== place);
  if (twice !== undefined) return `model ${twice} is there twice`;
  const homeless = models.find((model) => !instruments.some(({ symbol }) => symbol === model.symbol));
  if (homeless !== undefined) return `model ${homeless.id} speaks for ${homeless.symbol}, which is not traded here`;
  const wrong = models.find(({ timeframe }) => !isBuiltFrom(timeframe, baseTimeframe));
  return wrong === undefined
    ? undefined
    : `model ${wrong.id} needs ${wrong.timeframe} candles, which ${baseTimeframe} candles cannot build`;
}

/** What is held was booked under other terms: its cash would no longer match its worth. */
function isRedefined(core: EngineCore, { symbol, kind, contractSize }: Instrument): boolean {
  const known = core.markets.get(symbol)?.instrument;
  if (known === undefined || core.portfolio.positionsIn(symbol).length === 0) return false;
  return known.kind !== kind || !known.contractSize.eq(contractSize);
}

/** Every timeframe that something reads of a symbol, the base left out. */
function timeframesOf(config: EngineConfig, symbol: SymbolId): readonly Timeframe[] {
  const read = config.strategies
    .filter((strategy) => strategy.enabled && strategy.symbols.includes(symbol))
    .flatMap(strategyTimeframes);
  const modelled = (config.models ?? []).filter((model) => model.symbol === symbol).map(({ timeframe }) => timeframe);
  const all = new Set([...read, ...modelled, ...config.indicationSets.map(({ timeframe }) => timeframe)]);
  return [...all]
    .filter((timeframe) => timeframe !== config.baseTimeframe && isBuiltFrom(timeframe, config.baseTimeframe))
    .sort();
}

/** The strategy's own timeframe and those its operands name. */
function strategyTimeframes(strategy: StrategyDefinition): readonly Timeframe[] {
  const named = strategyOperands(strategy).flatMap((operand) =>
    operand.kind === 'constant' || operand.kind === 'consensus' || operand.timeframe === undefined
      ? []
      : [operand.timeframe],
  );
  return [...new Set([strategy.timeframe, ...named])];
}
