// What a candle file's name says: `<exchange>_<SYMBOL>_<timeframe>.csv[.gz]`.
import { basename } from 'node:path';
import { type SymbolId, toSymbolId } from '../../../shared/domain/ids.ts';
import { isSimulatedSource, SIMULATED, SIMULATOR_SOURCE } from '../../../shared/domain/simulated.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { isTimeframe, type Timeframe } from '../../../shared/time.ts';
import type { SeriesKey } from '../ports/candleStore.ts';

const NAME = /^([A-Za-z0-9]+)_([A-Z0-9]+)_([0-9]+[a-z])\.csv(?:\.gz)?$/;
/** Longer ones first where one ends like another. */
const QUOTES = [
  'FDUSD',
  'USDT',
  'USDC',
  'TUSD',
  'BUSD',
  'USD',
  'EUR',
  'GBP',
  'TRY',
  'JPY',
  'BRL',
  'DAI',
  'BTC',
  'ETH',
  'BNB',
];
/** Exchanges whose markets are contracts settled in the quote currency. */
const LINEAR = new Set(['binanceusdm', 'delta']);
/** The source of a file whose name says none. */
const UNNAMED_SOURCE = 'file';

/** Source, symbol and timeframe by the name alone; the problem says which options to pass instead. */
export function parseCandleFileName(path: string): Result<SeriesKey> {
  const name = basename(path);
  const [, source = '', market = '', timeframe = ''] = NAME.exec(name) ?? [];
  const quote = QUOTES.find((end) => market.endsWith(end) && market.length > end.length);
  if (quote !== undefined && isTimeframe(timeframe)) {
    const symbol = `${market.slice(0, -quote.length)}/${quote}${LINEAR.has(source) ? `:${quote}` : ''}`;
    return ok({ source, symbol: toSymbolId(symbol), timeframe });
  }
  return fail({
    file: path,
    message:
      'expected a file name like binance_BTCUSDT_15m.csv.gz to tell symbol and timeframe, ' +
      `found ${JSON.stringify(name)}: rename the file or pass --symbol and --timeframe`,
  });
}

/** What the caller knows better than the file name. */
export interface SeriesOptions {
  readonly source?: string | undefined;
  readonly symbol?: SymbolId | undefined;
  readonly timeframe?: Timeframe | undefined;
}

/** The series of a file: options first, its name for the rest. A file of the simulator stays the simulator's. */
export function seriesOfFile(path: string, { source, symbol, timeframe }: SeriesOptions): Result<SeriesKey> {
  const isSimulated = isSimulatedSource(basename(path).split('_')[0] ?? '');
  if (isSimulated && source !== undefined && !isSimulatedSource(source)) {
    return fail({
      file: path,
      message: `the candles are ${SIMULATED}, as the name says: they cannot be stored as those of ${source}`,
    });
  }
  const named = parseCandleFileName(path);
  if (named.ok) {
    const { value } = named;
    return ok({
      source: source ?? value.source,
      symbol: symbol ?? value.symbol,
      timeframe: timeframe ?? value.timeframe,
    });
  }
  if (symbol === undefined || timeframe === undefined) return named;
  return ok({ source: source ?? (isSimulated ? SIMULATOR_SOURCE : UNNAMED_SOURCE), symbol, timeframe });
}

/** `binance_BTCUSDT_15m.csv.gz`: the name that reads back as `key`, for symbols with a known quote currency. */
export function candleFileName({ source, symbol, timeframe }: SeriesKey): string {
  const market = symbol.replace(/:.*$/, '').replace('/', '');
  return `${source}_${market}_${timeframe}.csv.gz`;
}
