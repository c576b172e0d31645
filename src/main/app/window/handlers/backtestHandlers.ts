// Backtests of the window: started, called off, kept; and the candles they can run on.
import type { RunCandles, SeriesRow } from '../../../../shared/contract/records/backtest.ts';
import type { CheckedParamsOf } from '../../../../shared/contract/requests.ts';
import { toSymbolId } from '../../../../shared/domain/ids.ts';
import { isSimulatedSource } from '../../../../shared/domain/simulated.ts';
import { DAY_MS, timeframeMs } from '../../../../shared/time.ts';
import { encode } from '../../../engine/kernel/canonical.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { packCandles } from '../../../ipc/packColumn.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import type { EngineManager } from '../../engineManager.ts';
import { readRunCandles, type RunCandleQuery } from '../backtests/runCandles.ts';
import type { RunFiles } from '../backtests/runFiles.ts';
import type { WorkerTask } from '../backtests/workerProtocol.ts';
import type { CandleReader } from '../candleReader.ts';
import { hostOf, type WindowContext } from '../windowContext.ts';

type Names = Extract<keyof Handlers, `backtest.${string}`> | 'data.list';

export function backtestHandlers(window: WindowContext, files: RunFiles): Pick<Handlers, Names> {
  const { backtests } = window;
  return {
    'backtest.start': (request) => ({ ...backtests.start(request) }),
    'backtest.cancel': ({ id }) => ({ ...backtests.cancel(id) }),
    'backtest.list': () => ({ items: [...files.list()], jobs: [...backtests.rows] }),
    'backtest.get': ({ id }) => files.get(id),
    'backtest.candles': ({ id, ...query }) => runCandles(files, id, query),
    'backtest.delete': async ({ id }) => {
      await files.delete(id);
      return {};
    },
    'backtest.restore': async ({ id }) => {
      await files.restore(id);
      return {};
    },
    'data.list': () => ({ items: [...storedSeries(window), ...connectionSeries(window)] }),
  };
}

/** Throws `AppError` NOT_FOUND for a run that is not kept, or was kept without them. */
function runCandles(files: RunFiles, id: string, query: RunCandleQuery): RunCandles {
  const { timeframe } = files.headOf(id);
  const { columns, hasMore } = readRunCandles(files.folderOf(id), query);
  const { openTime } = columns;
  const lengthMs = timeframeMs(timeframe);
  const gaps = Array.from(openTime.subarray(1)).flatMap((to, index) => {
    const from = (openTime[index] as number) + lengthMs;
    return to > from ? [{ from, to, isOutage: true }] : [];
  });
  return { symbol: query.symbol, timeframe, ...packCandles(columns), hasMore, gaps };
}

const storedSeries = ({ market }: WindowContext): SeriesRow[] =>
  market()
    .candles.list()
    .map(({ source, symbol, timeframe, candles, from, to }) => ({
      ...{ kind: 'stored', source, isSimulated: isSimulatedSource(source), symbol, timeframe, candles, from, to },
    }));

/** What each running connection has had since its history began. */
function connectionSeries({ manager, context }: WindowContext): SeriesRow[] {
  return manager.views.flatMap(({ id, isSimulated, host, config }) => {
    if (host?.core.config === undefined) return [];
    const { baseTimeframe: timeframe } = config;
    const lengthMs = timeframeMs(timeframe);
    const days = id === 'simulator' ? context.config.simulator.historyDays : 0;
    return [...host.core.markets.values()].flatMap(({ symbol, book }): SeriesRow[] => {
      const to = book.lastCloseTime();
      if (to === undefined) return [];
      const from = Math.max(0, to - Math.max(days, 1) * DAY_MS);
      const candles = Math.floor((to - from) / lengthMs);
      return [{ kind: 'connection', source: id, isSimulated, symbol, timeframe, candles, from, to: to - lengthMs }];
    });
  });
}

/** The candles of the choices that name a connection. Rejects with the reason. */
export async function givenCandles(
  { manager, candles }: { readonly manager: EngineManager; readonly candles: CandleReader },
  data: CheckedParamsOf<'backtest.start'>['data'],
): Promise<WorkerTask['given']> {
  const given: WorkerTask['given'][number][] = [];
  for (const choice of data) {
    if (choice.kind !== 'connection') continue;
    const host = hostOf({ manager }, choice.connection);
    const market = host.core.markets.get(toSymbolId(choice.symbol));
    if (market === undefined) throw new RequestError('NOT_FOUND', `${host.id} has no market ${choice.symbol}`);
    const { symbol, base, instrument } = market;
    const limit = Math.ceil((choice.days * DAY_MS) / timeframeMs(base));
    const columns = await candles.columns(host, { symbol, timeframe: base, limit });
    if (columns.openTime.length === 0)
      throw new RequestError('UNAVAILABLE', `${host.id} has no candles of ${symbol} yet`);
    given.push({ name: `${host.id} ${symbol} ${base}`, source: host.id, columns, instrument: encode(instrument) });
  }
  return given;
}
