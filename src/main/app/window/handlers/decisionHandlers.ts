// Why, and why not: the looks of strategies at candles, with what stopped them and since when.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DecisionHead } from '../../../../shared/contract/records/signal.ts';
import type { DecisionRecord } from '../../../../shared/domain/decisionRecord.ts';
import { toEpochMs, toSymbolId } from '../../../../shared/domain/ids.ts';
import { isSimulatedSource } from '../../../../shared/domain/simulated.ts';
import { isoUtc, timeframeMs } from '../../../../shared/time.ts';
import type { Handlers } from '../../../ipc/dispatch.ts';
import { toWire } from '../../../ipc/toWire.ts';
import type { DecisionReader, Of } from '../../../store/ports/trading.ts';
import { type DecisionView, DecisionViews } from '../../decisionView.ts';
import { orderRow } from '../rows/tradingRows.ts';
import type { WindowContext } from '../windowContext.ts';

type Names = 'decisions.list' | 'decisions.explain';

/** Later than any time a clock shows. */
const END_OF_TIME = toEpochMs(8.64e15);
/** Records looked back at for each row of a list; an explanation looks back at all. */
const LOOKED_BACK = 60;
/** Work that is done before others get their turn. */
const SLICE_MS = 10;

interface Asked {
  readonly connection?: string | undefined;
  readonly strategy?: string | undefined;
}

export function decisionHandlers({ store, context, wall }: WindowContext): Pick<Handlers, Names> {
  const { decisions, trading } = store;
  const isAsked =
    ({ connection, strategy }: Asked) =>
    (record: Of<DecisionRecord>) =>
      (connection ?? record.connection) === record.connection && (strategy ?? record.strategy) === record.strategy;
  return {
    'decisions.list': async ({ symbol, at, limit, ...asked }) => {
      const symbols = symbol === undefined ? decisions.symbols() : [toSymbolId(symbol)];
      const breathe = breather(wall);
      const newest = symbols
        .flatMap((each) => decisions.recordsAt(each, at === undefined ? END_OF_TIME : toEpochMs(at)))
        .filter(isAsked(asked));
      const records: Of<DecisionRecord>[] = [];
      for (const record of first(newestFirst(newest, decisions), limit + 1)) {
        await breathe();
        records.push(record);
      }
      const short: DecisionReader = {
        symbols: () => decisions.symbols(),
        recordsAt: (...args) => decisions.recordsAt(...args),
        recordsBefore: (record) => first(decisions.recordsBefore(record), LOOKED_BACK),
        definition: (hash) => decisions.definition(hash),
      };
      const views = new DecisionViews({ decisions: short, trading });
      const items: DecisionHead[] = [];
      for (const record of records.slice(0, limit)) {
        // Each looks back over others.
        await breathe();
        items.push(headOf(views.head(record)));
      }
      return { items, hasMore: records.length > limit };
    },
    'decisions.explain': ({ symbol, at, ...asked }) => {
      const known = decisions
        .recordsAt(toSymbolId(symbol), at === undefined ? END_OF_TIME : toEpochMs(at))
        .filter(isAsked(asked));
      const records = at === undefined ? known : known.filter((record) => isOfCandle(record, at));
      if (records.length === 0)
        return { items: [], reason: whyNone(symbol, known, { at, keptDays: context.config.journal.decisionDays }) };
      const views = new DecisionViews({ decisions, trading });
      return { items: records.map((record) => explanationOf(views.view(record))) };
    },
  };
}

/** True: `at` lies between the close of the record's candle and the next one. */
const isOfCandle = ({ closeTime, timeframe }: DecisionRecord, at: number): boolean =>
  at - closeTime < timeframeMs(timeframe);

/** Gives the engines their turn once a slice of work is spent. */
function breather(wall: WindowContext['wall']): () => Promise<void> {
  let since = wall.elapsedMs();
  return async () => {
    if (wall.elapsedMs() - since < SLICE_MS) return;
    await nextTurn();
    since = wall.elapsedMs();
  };
}

/** The newest of every strategy and symbol, then what came before. */
function* newestFirst(
  newest: readonly Of<DecisionRecord>[],
  decisions: DecisionReader,
): IterableIterator<Of<DecisionRecord>> {
  const heads = newest.map((record) => ({ record, earlier: decisions.recordsBefore(record) }));
  for (;;) {
    let best: (typeof heads)[number] | undefined;
    for (const head of heads) if (best === undefined || head.record.closeTime > best.record.closeTime) best = head;
    if (best === undefined) return;
    yield best.record;
    const next = best.earlier.next();
    if (next.done === true) heads.splice(heads.indexOf(best), 1);
    else best.record = next.value;
  }
}

function* first<T>(items: Iterable<T>, count: number): IterableIterator<T> {
  let taken = 0;
  for (const item of items) {
    if (taken++ >= count) return;
    yield item;
  }
}

function headOf({ record, stops }: Pick<DecisionView, 'record' | 'stops'>): DecisionHead {
  const { connection, strategy, symbol, timeframe, closeTime, asked, stage, code, detail } = record;
  return {
    ...{ connection, strategy, symbol, timeframe, closeTime, asked, stage, detail },
    isSimulated: isSimulatedSource(connection),
    ...(code === undefined ? {} : { code }),
    stops: stops.map(({ since, ...stop }) => ({
      ...toWire(stop),
      since: since.closeTime,
      isSinceWhole: since.isWhole,
    })),
  };
}

const explanationOf = (view: DecisionView) => ({
  ...headOf(view),
  evidence: toWire(view.evidence),
  signals: view.signals.map((signal) => ({ connection: view.record.connection, ...toWire(signal) })),
  orders: view.orders.map((order) => orderRow(view.record.connection, order)),
});

function whyNone(
  symbol: string,
  [last]: readonly Of<DecisionRecord>[],
  { at, keptDays }: { readonly at: number | undefined; readonly keptDays: number },
): string {
  if (at === undefined) return `No decision in ${symbol} is recorded yet.`;
  const none = `No decision in ${symbol} is recorded for the newest candle at ${isoUtc(at)}`;
  return last === undefined
    ? `${none}, nor for an earlier one; records are kept for ${String(keptDays)} days.`
    : `${none}: nothing was decided then (not running, or the candle came late). The last look before was that of ${last.strategy} at ${isoUtc(last.closeTime)}.`;
}
