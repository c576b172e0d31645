// The work of `data simulate`: candle files of simulated markets. The label SIMULATED is in their names, so that whoever
// reads them sees it.
import { dirname, join, resolve } from 'node:path';
import type { CommandContext, CommandOutcome } from '../../config/commandContext.ts';
import { ensureFolder } from '../../config/paths.ts';
import { createMarketSimulator } from '../../engine/paper/simulator/marketSimulator.ts';
import { candleFileName, parseCandleFileName } from '../../store/candleFiles/candleFileName.ts';
import { ColumnBuilder } from '../../store/candleFiles/columnBuilder.ts';
import { writeCandleFile } from '../../store/candleFiles/writeCandleFile.ts';
import type { SeriesKey } from '../../store/ports/candleStore.ts';
import { need } from '../../../shared/assert.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { type EpochMs, type SymbolId, toEpochMs, toSymbolId } from '../../../shared/domain/ids.ts';
import { isSimulable, isSimulatedSource, SIMULATED, SIMULATOR_SOURCE } from '../../../shared/domain/simulated.ts';
import { AppError } from '../../../shared/errors.ts';
import { groupDigits } from '../../../shared/groupDigits.ts';
import { bucketOpen, DAY_MS, isoUtc, type Timeframe, timeframeMs } from '../../../shared/time.ts';
import { withStoreProgress } from './storeWork.ts';

export interface SimulateFlags {
  readonly out: string;
  readonly symbols?: readonly SymbolId[];
  readonly timeframe?: Timeframe;
  readonly from: EpochMs;
  readonly days: number;
  readonly seed: string;
}

const DEFAULT_SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'];
const DEFAULT_TIMEFRAME = '15m';
/** All symbols together: about half a gigabyte of memory. */
const MOST_CANDLES = 10_000_000;
const CANDLES_AT_ONCE = 2_000;

const refuse = (message: string): never => {
  throw new AppError('BAD_INPUT', message);
};

export async function runDataSimulate(flags: SimulateFlags, context: CommandContext): Promise<CommandOutcome> {
  const { keys, folder, pathOf } = targetOf(flags);
  const { seed, days } = flags;
  const { timeframe } = keys[0] as SeriesKey;
  const from = bucketOpen(flags.from, timeframe);
  const count = (days * DAY_MS) / timeframeMs(timeframe);
  if (count * keys.length > MOST_CANDLES) {
    const asked = `${keys.length} symbols of ${groupDigits(count)} candles`;
    refuse(
      `at most ${groupDigits(MOST_CANDLES)} candles at once, asked for ${asked}: give fewer --days or a longer --timeframe`,
    );
  }
  ensureFolder(folder, '--out');
  const all = await simulate({ keys, seed, from, count }, context);
  const files: { readonly file: string; readonly symbol: SymbolId; readonly candles: number }[] = [];
  for (const [place, key] of keys.entries()) {
    const file = pathOf(key);
    const columns = need(all[place], `the candles of ${key.symbol}`);
    await withStoreProgress(context, ({ signal, onProgress }) =>
      writeCandleFile(file, columns, {
        signal,
        onProgress: (done, total) => onProgress?.({ phase: 'write', done, total, unit: 'candles' }),
      }),
    );
    files.push({ file, symbol: key.symbol, candles: count });
  }
  const to = toEpochMs(from + days * DAY_MS);
  context.out.answer({ simulated: true, seed, timeframe, from, to, files }, () =>
    [
      `${SIMULATED} candles, made up with seed ${JSON.stringify(seed)}: ${timeframe}, ${isoUtc(from)} to ${isoUtc(to)}`,
      ...files.map(({ file, symbol, candles }) => `${SIMULATED} ${symbol}: ${groupDigits(candles)} candles in ${file}`),
    ].join('\n'),
  );
  return 0;
}

interface Target {
  readonly keys: readonly SeriesKey[];
  /** Of all files. */
  readonly folder: string;
  readonly pathOf: (key: SeriesKey) => string;
}

/** A folder takes a file per symbol; a file tells symbol and timeframe by its name. */
function targetOf({ out, symbols, timeframe }: SimulateFlags): Target {
  const path = resolve(out);
  const keyOf = (symbol: SymbolId): SeriesKey => ({
    source: SIMULATOR_SOURCE,
    symbol,
    timeframe: timeframe ?? DEFAULT_TIMEFRAME,
  });
  if (!/\.(?:csv|gz)$/i.test(out)) {
    return {
      keys: (symbols ?? DEFAULT_SYMBOLS.map(toSymbolId)).map(keyOf),
      folder: path,
      pathOf: (key) => join(path, candleFileName(key)),
    };
  }
  const named = parseCandleFileName(path);
  if (!named.ok) {
    return refuse(
      `${out}: expected a folder, or a file name like simulator_BTCUSDT_15m.csv.gz that tells what it holds`,
    );
  }
  const key = named.value;
  if (!isSimulatedSource(key.source)) {
    refuse(
      `${out}: expected a name that begins with ${SIMULATOR_SOURCE}_, which labels the candles ${SIMULATED}, such as ${candleFileName({ ...key, source: SIMULATOR_SOURCE })}`,
    );
  }
  if (!isSimulable(key.symbol)) refuse(`${out}: expected a market in USDT, found ${key.symbol}`);
  const isMeant = (symbols ?? [key.symbol]).join() === key.symbol && (timeframe ?? key.timeframe) === key.timeframe;
  if (!isMeant) {
    refuse(
      `${out}: the name says ${key.symbol} ${key.timeframe}, --symbols and --timeframe say otherwise; leave them out or name a folder`,
    );
  }
  return { keys: [key], folder: dirname(path), pathOf: () => path };
}

interface World {
  /** All of one timeframe. */
  readonly keys: readonly SeriesKey[];
  readonly seed: string;
  readonly from: EpochMs;
  readonly count: number;
}

/** The candles of every key, in their order. Throws `CANCELED`. */
async function simulate(
  { keys, seed, from, count }: World,
  context: CommandContext,
): Promise<readonly CandleColumns[]> {
  const { timeframe } = keys[0] as SeriesKey;
  const simulator = createMarketSimulator({ seed, symbols: keys.map(({ symbol }) => symbol), from, timeframe });
  const builders = keys.map((key) => new ColumnBuilder(key, count));
  const task = context.progress.begin('simulating', count * keys.length, 'candles');
  for (let made = 0; made < count; made++) {
    if (made % CANDLES_AT_ONCE === 0) await context.breathe();
    simulator.next().forEach((candle, place) => builders[place]?.add(candle));
    task.update((made + 1) * keys.length);
  }
  task.end();
  await context.breathe();
  return builders.map((builder) => builder.build());
}
