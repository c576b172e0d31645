// From options to a complete run: files read, instruments found, strategies matched to what can be traded. Whatever does
// not fit together is told in one sentence before anything runs.
import { basename } from 'node:path';
import type { CandleColumns } from '../../shared/domain/candle.ts';
import type { SymbolId } from '../../shared/domain/ids.ts';
import type { Instrument } from '../../shared/domain/instrument.ts';
import { isSimulatedSource } from '../../shared/domain/simulated.ts';
import { AppError } from '../../shared/errors.ts';
import { Decimal } from '../../shared/money.ts';
import { problemText } from '../../shared/result.ts';
import { isBuiltFrom, isoUtc, timeframeMs } from '../../shared/time.ts';
import type { CommandContext } from '../config/commandContext.ts';
import {
  findPreset,
  instrumentPresets,
  type ListedInstrument,
  readInstrumentFile,
  withFees,
} from '../config/instruments.ts';
import { marketOf, type NamedStrategy, readStrategy, tradedSymbols } from '../config/namedStrategy.ts';
import { ensureFolder } from '../config/paths.ts';
import type { FundingRate } from '../engine/paper/paperAccount.ts';
import { readCandleFile } from '../store/candleFiles.ts';
import { withMarketStore } from '../store/marketStore.ts';
import type { BacktestOptions } from './backtestOptions.ts';
import { readFundingFile } from './fundingFile.ts';
import { programVersion } from './programVersion.ts';
import type { BacktestRun } from './report/backtestReport.ts';

/** Throws `AppError` BAD_INPUT or NOT_FOUND. */
export async function loadRun(options: BacktestOptions, context: CommandContext): Promise<BacktestRun> {
  const named = options.strategies.map((name) => readStrategy(name, context.dataDir));
  for (const { definition } of named.filter(({ definition }) => !definition.enabled)) {
    context.out.note(`Strategy ${definition.id} is switched off in its file; it runs here because you named it.`);
  }
  const listings = options.instrument === undefined ? undefined : readInstrumentFile(options.instrument);
  const files: LoadedFile[] = [];
  for (const path of options.candles) files.push(await loadFile(path, options, context));
  if (options.stored.length > 0) files.push(...(await loadStored(options, context)));
  for (const { columns, ...one } of options.given ?? [])
    files.push({ path: one.name, ...one, columns: cut(columns, options, one.name), rejected: 0 });
  const { timeframe } = (files[0] as LoadedFile).columns;
  const traded = files.map((file) => matchInstrument(file, options, { context, listings }));
  refuseMixtures(files, traded);
  const instruments = traded.map(({ instrument }) => instrument);
  return {
    isSimulated: files.some(({ source }) => isSimulatedSource(source)),
    programVersion,
    timeframe,
    quote: (instruments[0] as Instrument).quote,
    strategies: matchStrategies(named, { instruments, timeframe }),
    instruments,
    series: traded.map(({ columns }) => columns),
    sources: files.map(({ name }) => name),
    funding: loadFunding(options.funding, instruments),
    cash: options.cash,
    slippageBps: options.slippageBps,
    volumeCapPct: options.volumeCapPct,
    risk: context.config.risk,
    freshness: freshnessOf(context),
    notes: notesOf(files),
  };
}

/** The engine's freshness limits from the configuration. */
export const freshnessOf = ({ config: { freshness } }: Pick<CommandContext, 'config'>): BacktestRun['freshness'] => ({
  candleGraceMs: freshness.candleGraceSeconds * 1000,
  markMaxAgeMs: freshness.markMaxAgeSeconds * 1000,
});

const refuse = (message: string): never => {
  throw new AppError('BAD_INPUT', message);
};

interface LoadedFile {
  /** As the user named it. */
  readonly path: string;
  /** In the report. */
  readonly name: string;
  /** Exchange by the file name, or of the stored series. */
  readonly source: string;
  readonly columns: CandleColumns;
  /** Where it is known already. */
  readonly instrument?: Instrument;
  /** Rows left out. */
  readonly rejected: number;
}

async function loadFile(path: string, options: BacktestOptions, context: CommandContext): Promise<LoadedFile> {
  if (options.symbol !== undefined && options.candles.length > 1) {
    refuse('--symbol names the symbol of one candle file; with several, name them like binance_BTCUSDT_15m.csv.gz');
  }
  const task = context.progress.begin(`reading ${basename(path)}`, undefined, 'bytes');
  const read = await readCandleFile(path, {
    symbol: options.symbol,
    timeframe: options.timeframe,
    onProgress: task.update,
    signal: context.signal,
  });
  task.end();
  if (!read.ok) throw new AppError('BAD_INPUT', problemText(read.error));
  const { key, columns, problems } = read.value;
  return {
    ...{ path, name: basename(path), source: key.source },
    ...{ columns: cut(columns, options, path), rejected: problems.length },
  };
}

/** The series of the candle store that are asked for. */
async function loadStored(options: BacktestOptions, context: CommandContext): Promise<readonly LoadedFile[]> {
  if (options.candles.length === 0 && (options.symbol ?? options.timeframe) !== undefined) {
    refuse('--symbol and --timeframe are for --candles; --stored tells them itself, as in binance:BTC/USDT:15m');
  }
  return withMarketStore(ensureFolder(context.dataDir, '--data-dir'), ({ candles }) =>
    options.stored.map((key) => {
      const path = nameOf(key);
      const columns = candles.range(key);
      if (columns.openTime.length === 0) {
        const known = candles.list().map(nameOf).join(', ');
        refuse(`no candles of ${path} are stored; ${known === '' ? 'import some first' : `stored: ${known}`}`);
      }
      return { path, name: path, source: key.source, columns: cut(columns, options, path), rejected: 0 };
    }),
  );
}

const nameOf = ({ source, symbol, timeframe }: BacktestOptions['stored'][number]): string =>
  `${source}:${symbol}:${timeframe}`;

/** Only the candles that open in [from, to). */
function cut(columns: CandleColumns, { from, to }: BacktestOptions, path: string): CandleColumns {
  const { openTime } = columns;
  const first = from === undefined ? 0 : lowerBound(openTime, from);
  const end = to === undefined ? openTime.length : lowerBound(openTime, to);
  if (first >= end) {
    const [start, last] = [openTime[0] as number, (openTime.at(-1) as number) + timeframeMs(columns.timeframe)];
    refuse(`${path}: no candles between --from and --to; there are ${isoUtc(start)} to ${isoUtc(last)}`);
  }
  if (end - first === openTime.length) return columns;
  const part = (column: Float64Array): Float64Array => column.slice(first, end);
  const { symbol, timeframe, open, high, low, close, volume } = columns;
  return {
    ...{ symbol, timeframe, openTime: part(openTime), open: part(open), high: part(high), low: part(low) },
    ...{ close: part(close), volume: part(volume) },
  };
}

/** Index of the first value that is not below `bound`. */
function lowerBound(ascending: Float64Array, bound: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Traded {
  readonly instrument: Instrument;
  readonly columns: CandleColumns;
}

/** The file's instrument; its series takes the instrument's symbol, so that a spot name may stand for a contract. */
function matchInstrument(
  { path, source, columns, instrument: known }: LoadedFile,
  options: BacktestOptions,
  { context, listings }: { context: CommandContext; listings: readonly ListedInstrument[] | undefined },
): Traded {
  const { symbol } = columns;
  if (known !== undefined) {
    const { takerBps = known.takerBps, makerBps = known.makerBps } = options;
    return { instrument: { ...known, takerBps, makerBps }, columns };
  }
  const listed =
    listings === undefined
      ? (findPreset(source, symbol) ?? instrumentPresets().find((preset) => preset.symbol === symbol))
      : (listings.find((one) => one.symbol === symbol) ??
        listings.find((one) => marketOf(one.symbol) === marketOf(symbol)));
  if (listed === undefined) {
    const known = (listings ?? instrumentPresets()).map((one) => one.symbol);
    const place = options.instrument ?? 'config/instruments.yaml';
    return refuse(
      `${path}: no instrument for ${symbol} in ${place}, which lists ${[...new Set(known)].join(', ')}; describe it in a file and pass --instrument FILE`,
    );
  }
  const { takerBps, makerBps } = options;
  const { costs } = context.config;
  const given = { ...(takerBps && { takerBps }), ...(makerBps && { makerBps }) };
  const configured = { takerBps: Decimal.of(costs.takerBps), makerBps: Decimal.of(costs.makerBps) };
  const instrument = withFees(listed, given, configured);
  return { instrument, columns: { ...columns, symbol: instrument.symbol } };
}

/** One account has one quote currency, one base timeframe and one series per symbol. */
function refuseMixtures(files: readonly LoadedFile[], traded: readonly Traded[]): void {
  const [first] = files as readonly [LoadedFile];
  const { quote } = (traded[0] as Traded).instrument;
  for (const [index, { path, columns }] of files.entries()) {
    const { instrument } = traded[index] as Traded;
    const twin = traded.findIndex((other) => other.instrument.symbol === instrument.symbol);
    if (columns.timeframe !== first.columns.timeframe) {
      refuse(
        `${path} holds ${columns.timeframe} candles and ${first.path} ${first.columns.timeframe}: all files of a backtest need one timeframe`,
      );
    }
    if (twin !== index)
      refuse(`${(files[twin] as LoadedFile).path} and ${path} both hold ${instrument.symbol}: pass one`);
    if (instrument.quote !== quote) {
      refuse(`${path} trades in ${instrument.quote} and ${first.path} in ${quote}: one account has one quote currency`);
    }
  }
}

/** Every strategy with those of its symbols that are there; a contract stands in for its spot name. Enabled: it was asked for. */
export function matchStrategies(
  named: readonly NamedStrategy[],
  { instruments, timeframe }: Pick<BacktestRun, 'instruments' | 'timeframe'>,
): readonly NamedStrategy[] {
  const there = instruments.map(({ symbol }) => symbol);
  return named.map(({ definition, yaml }, index) => {
    const { id } = definition;
    if (named.findIndex((other) => other.definition.id === id) !== index) refuse(`strategy ${id} is named twice`);
    const symbols = tradedSymbols(definition, there);
    if (symbols.length === 0) {
      const contract = definition.symbols.find((wanted) => there.some((symbol) => symbol === marketOf(wanted)));
      const way = contract === undefined ? '' : ` (--symbol ${contract} takes one file for the contract's)`;
      refuse(
        `strategy ${id} trades ${definition.symbols.join(', ')}, the candles are of ${there.join(', ')}: pass candles it trades${way} or add the symbol to its file`,
      );
    }
    if (!isBuiltFrom(definition.timeframe, timeframe)) {
      refuse(`strategy ${id} needs ${definition.timeframe} candles, which cannot be built from ${timeframe} candles`);
    }
    return { definition: { ...definition, symbols, enabled: true }, yaml };
  });
}

function loadFunding(
  paths: readonly string[],
  instruments: readonly Instrument[],
): ReadonlyMap<SymbolId, readonly FundingRate[]> {
  return new Map(
    paths.map((path) => {
      const { market, rates } = readFundingFile(path);
      const instrument = instruments.find(({ base, quote, kind }) => kind === 'linear' && base + quote === market);
      if (instrument === undefined)
        return refuse(`${path}: none of the candle files is of a linear ${market} contract`);
      return [instrument.symbol, rates] as const;
    }),
  );
}

const notesOf = (files: readonly LoadedFile[]): readonly string[] =>
  files.flatMap(({ path, rejected }) =>
    rejected === 0 ? [] : [`${basename(path)}: ${rejected} rows were left out; "data check" lists them`],
  );
