// Markets, candles and indicator values for charts.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ResultOf } from '../../../../shared/contract/requests.ts';
import type { IndicatorEntry } from '../../../../shared/contract/requests/market.ts';
import type { CandleColumns } from '../../../../shared/domain/candle.ts';
import { type SymbolId, toSymbolId } from '../../../../shared/domain/ids.ts';
import type { Timeframe } from '../../../../shared/time.ts';
import { isBuiltFrom, timeframeMs, TIMEFRAMES } from '../../../../shared/time.ts';
import { indicationColumns, parseIndicationSet } from '../../../engine/indications/indicationSet.ts';
import { OVERLAYS, overlayColumns, overlayPieces, parseOverlay } from '../../../engine/indications/overlays.ts';
import type { ParamDefinition } from '../../../engine/indications/params.ts';
import { INDICATORS } from '../../../engine/indications/registry.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { packCandles, packColumn } from '../../../ipc/packColumn.ts';
import { RequestError } from '../../../ipc/requestError.ts';
import type { EngineHost } from '../../host/engineHost.ts';
import { statusOf } from '../../host/hostStatus.ts';
import { marketRow } from '../rows/engineRows.ts';
import { endOf } from '../candleReader.ts';
import { hostOf, viewOf, type WindowContext } from '../windowContext.ts';
import { isSimulated } from './historyHandlers.ts';

type Names = 'markets.list' | 'candles.list' | 'indications.list' | 'indications.catalogue';

export function marketHandlers(window: WindowContext): Pick<Handlers, Names> {
  return {
    'markets.list': ({ connection }) => {
      const views = connection === undefined ? window.manager.views : [viewOf(window, connection)];
      return {
        items: views.flatMap((view) =>
          statusOf(view).markets.map((market) =>
            marketRow(view.id, market, {
              isSimulated: view.isSimulated,
              timeframes: timeframesOf(view.config.baseTimeframe),
            }),
          ),
        ),
      };
    },
    'candles.list': async ({ connection, symbol, timeframe, before, limit }) => {
      const host = hostOf(window, connection);
      const columns = await window.candles.columns(host, { symbol: known(host, symbol), timeframe, before, limit });
      return {
        ...{ connection: host.id, isSimulated: isSimulated(window, host.id), symbol, timeframe },
        ...packCandles(columns),
        // Fewer than asked for may be an outage; an empty answer ends the scrolling.
        hasMore: columns.openTime.length > 0,
        gaps: gapsOf(columns, host),
      };
    },
    'indications.list': async ({ connection, symbol, timeframe, before, limit, specs, after }) => {
      const host = hostOf(window, connection);
      const indicators = specs.map(parseSpec);
      const lead = Math.max(...indicators.map(({ warmUp }) => warmUp));
      const end = endOf(host, { timeframe, before });
      const columns = await window.candles.columns(host, {
        ...{ symbol: known(host, symbol), timeframe, before: end },
        limit: limit + lead,
      });
      // The candles before only settle the indicators.
      const from = Math.max(end - limit * timeframeMs(timeframe), (after ?? -1) + 1);
      const skipped = columns.openTime.filter((time) => time < from).length;
      const computed: ResultOf<'indications.list'>['columns'] = [];
      for (const { spec, place, compute } of indicators) {
        for (const { id, line, values } of await compute(columns))
          computed.push({ spec, id, line, place, values: packColumn(values.subarray(skipped)) });
        // Many candles take a while: the engines get their turn in between.
        await nextTurn();
      }
      return { openTime: packColumn(columns.openTime.subarray(skipped)), columns: computed };
    },
    'indications.catalogue': () => ({ items: CATALOGUE }),
  };
}

/** Timeframes that can be built of the base one, shortest first. */
const timeframesOf = (base: Timeframe): Timeframe[] =>
  TIMEFRAMES.filter(
    (timeframe) => timeframe === base || (timeframeMs(timeframe) > timeframeMs(base) && isBuiltFrom(timeframe, base)),
  );

function known({ core, id }: EngineHost, text: string): SymbolId {
  const symbol = toSymbolId(text);
  if (core.markets.has(symbol)) return symbol;
  throw new RequestError('NOT_FOUND', `${id} has no market ${text}; it has ${[...core.markets.keys()].join(', ')}`);
}

/** Where candles are missing; an outage where the engine does not wait for them any more. */
function gapsOf({ openTime, timeframe, symbol }: CandleColumns, { core }: EngineHost) {
  const lengthMs = timeframeMs(timeframe);
  const open = core.market(symbol).book.openGaps();
  const gaps: { from: number; to: number; isOutage: boolean }[] = [];
  for (let index = 1; index < openTime.length; index++) {
    const from = (openTime[index - 1] as number) + lengthMs;
    const to = openTime[index] as number;
    if (to > from) gaps.push({ from, to, isOutage: !open.some((gap) => gap.from < to && gap.to > from) });
  }
  return gaps;
}

interface ChartColumn {
  readonly id: string;
  readonly line: string;
  readonly values: Float64Array;
}

interface ChartIndicator {
  readonly spec: string;
  readonly place: IndicatorEntry['place'];
  /** Candles before the first that is shown. */
  readonly warmUp: number;
  readonly compute: (columns: CandleColumns) => readonly ChartColumn[] | Promise<readonly ChartColumn[]>;
}

/** Exponential averages go on forgetting: so many times their warm-up, and no start of theirs shows. */
const SETTLED = 8;
const MOST_LEAD = 3000;
/** Candles before an overlay, which does not say what it needs. */
const OVERLAY_LEAD = 300;

function parseSpec(spec: string): ChartIndicator {
  const [name = ''] = spec.split(':');
  if (Object.hasOwn(OVERLAYS, name)) return overlay(spec);
  const parsed = parseIndicationSet(spec);
  if (!parsed.ok) throw new RequestError('REFUSED', parsed.error.message);
  const [indicator, ...others] = parsed.value;
  if (indicator === undefined || others.length > 0)
    throw new RequestError('REFUSED', `expected one indicator such as "sma:20", found "${spec}"`);
  const definition = INDICATORS[indicator.name];
  return {
    spec,
    place: placeOf(indicator.name),
    warmUp: Math.min(MOST_LEAD, SETTLED * definition.warmUp(indicator.params)),
    compute: (columns) =>
      [...indicationColumns(columns, [indicator])].map(([id, values], at) => ({
        id,
        line: definition.lines[at] ?? id,
        values,
      })),
  };
}

function overlay(spec: string): ChartIndicator {
  const parsed = parseOverlay(spec);
  if (!parsed.ok) throw new RequestError('REFUSED', parsed.error.message);
  const { name, params } = parsed.value;
  const ids = overlayColumns(parsed.value);
  return {
    spec,
    place: placeOf(name),
    warmUp: OVERLAY_LEAD,
    compute: async (columns) => {
      const computed = await inTurns(overlayPieces(name, params, columns));
      if (!computed.ok) throw new RequestError('REFUSED', computed.error.message);
      return [...computed.value].map(([line, values], at) => ({ id: ids[at] ?? line, line, values }));
    },
  };
}

/** What the work comes to, with a turn for others after each piece of it. */
async function inTurns<T>(pieces: Generator<void, T>): Promise<T> {
  for (;;) {
    const piece = pieces.next();
    if (piece.done === true) return piece.value;
    await nextTurn();
  }
}

/** In the unit of the price, so that they belong over the candles. */
const OVER_PRICE: ReadonlySet<string> = new Set([
  ...['sma', 'ema', 'wma', 'bollinger', 'vwap', 'donchian', 'keltner', 'supertrend'],
  ...['ichimoku', 'psar', 'chandelierExit', 'wilderMa', 'heikinAshi'],
]);
const placeOf = (name: string): IndicatorEntry['place'] => (OVER_PRICE.has(name) ? 'price' : 'pane');

const entry = (
  name: string,
  { description, params, lines }: { description: string; params: readonly ParamDefinition[]; lines: readonly string[] },
  isChartOnly: boolean,
): IndicatorEntry => ({
  ...{ name, description, isChartOnly, place: placeOf(name), lines: [...lines] },
  params: params.map(({ integer, ...param }) => ({ ...param, isInteger: integer })),
});

const CATALOGUE: IndicatorEntry[] = [
  ...Object.entries(INDICATORS).map(([name, definition]) => entry(name, definition, false)),
  ...Object.entries(OVERLAYS).map(([name, definition]) => entry(name, definition, true)),
];
