// The work of `decisions`: finds the records that are asked for and shows them, or says why there are none.
import type { DecisionRecord } from '../../../shared/domain/decisionRecord.ts';
import { type EpochMs, type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import { isoUtc, timeframeMs } from '../../../shared/time.ts';
import type { CommandContext, CommandOutcome } from '../../config/commandContext.ts';
import { type ForedeckStore, openForedeckStore } from '../../store/foredeckStore.ts';
import type { Of } from '../../store/ports/trading.ts';
import { decisionJson } from './decisionJson.ts';
import { decisionText, decisionTable } from './decisionText.ts';
import { type DecisionSources, DecisionViews } from '../../app/decisionView.ts';

export interface DecisionFlags {
  readonly symbol?: SymbolId;
  readonly at?: EpochMs;
  readonly strategy?: string;
  readonly connection?: string;
}

export function showDecisions(flags: DecisionFlags, context: CommandContext): CommandOutcome {
  let store: ForedeckStore;
  try {
    store = openForedeckStore(context.dataDir, { clock: context.clock, isReadOnly: true });
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return answerNone(flags, NOTHING_YET, context);
    throw error;
  }
  try {
    return answerDecisions(flags, store, context);
  } finally {
    store.close();
  }
}

const NOTHING_YET = 'No decision has been recorded yet; "foredeck run" records them.';

function answerNone({ symbol, at }: DecisionFlags, reason: string, { out }: CommandContext): 1 {
  out.answer({ symbol: symbol ?? null, at: at ?? null, decisions: [], reason }, () => reason);
  return 1;
}

/** 1: nothing was recorded that fits. */
function answerDecisions(flags: DecisionFlags, sources: DecisionSources, context: CommandContext): CommandOutcome {
  const { symbol, at } = flags;
  const known = sources.decisions.symbols();
  const newest = (symbol === undefined ? known : [symbol])
    .flatMap((each) => sources.decisions.recordsAt(each, at ?? END_OF_TIME))
    .filter(
      ({ strategy, connection }) =>
        (flags.strategy ?? strategy) === strategy && (flags.connection ?? connection) === connection,
    );
  const records = at === undefined ? newest : newest.filter((record) => isOfCandle(record, at));
  if (records.length === 0) {
    const keptDays = context.config.journal.decisionDays;
    return answerNone(flags, whyNone(flags, { newest, known, keptDays }), context);
  }
  const views = new DecisionViews(sources);
  const found = records.map((record) => views.view(record));
  context.out.answer({ symbol: symbol ?? null, at: at ?? null, decisions: found.map(decisionJson) }, () =>
    symbol === undefined ? decisionTable(found) : found.map(decisionText).join('\n\n'),
  );
  return 0;
}

/** Later than any time a clock shows. */
const END_OF_TIME = toEpochMs(8.64e15);

/** True: `at` lies between the close of the record's candle and the next one. */
const isOfCandle = ({ closeTime, timeframe }: DecisionRecord, at: EpochMs): boolean =>
  at - closeTime < timeframeMs(timeframe);

interface Surroundings {
  /** The last ones before, if there are any. */
  readonly newest: readonly Of<DecisionRecord>[];
  /** Symbols with records. */
  readonly known: readonly SymbolId[];
  readonly keptDays: number;
}

function whyNone(
  { symbol, at, strategy, connection }: DecisionFlags,
  { newest, known, keptDays }: Surroundings,
): string {
  if (known.length === 0) return NOTHING_YET;
  const who = [
    strategy ?? 'any strategy',
    ...(symbol === undefined ? [] : [`in ${symbol}`]),
    ...(connection === undefined ? [] : [`on ${connection}`]),
  ].join(' ');
  if (at === undefined || (symbol !== undefined && !known.includes(symbol)))
    return `No decision of ${who} is recorded; there are decisions in ${known.join(', ')}.`;
  const [last] = newest.toSorted((left, right) => right.closeTime - left.closeTime);
  const none = `No decision of ${who} is recorded for the newest candle at ${isoUtc(at)}`;
  return last === undefined
    ? `${none}, nor for an earlier one; records are kept for ${String(keptDays)} days.`
    : `${none}: nothing was decided then (not running, or the candle came late). The last look before was that of ${last.strategy} at ${isoUtc(last.closeTime)}.`;
}
