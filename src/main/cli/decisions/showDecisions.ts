// The work of `decisions`: finds the records that are asked for and shows them, or says why there are none.
import type { DecisionRecord } from '../../../shared/domain/decisionRecord.ts';
import { type EpochMs, type SymbolId, toEpochMs } from '../../../shared/domain/ids.ts';
import { isoUtc, timeframeMs } from '../../../shared/time.ts';
import type { CommandContext, CommandOutcome } from '../../config/commandContext.ts';
import { openForedeckStore } from '../../store/foredeckStore.ts';
import type { Of } from '../../store/ports/trading.ts';
import { decisionJson } from './decisionJson.ts';
import { decisionText, decisionTable } from './decisionText.ts';
import { type DecisionSources, DecisionViews } from './decisionView.ts';

export interface DecisionFlags {
  readonly symbol?: SymbolId;
  readonly at?: EpochMs;
  readonly strategy?: string;
  readonly connection?: string;
}

type Context = Pick<CommandContext, 'out' | 'config'>;

export function showDecisions(flags: DecisionFlags, context: CommandContext): CommandOutcome {
  const store = openForedeckStore(context.dataDir, { clock: context.clock, isReadOnly: true });
  try {
    return answerDecisions(flags, store, context);
  } finally {
    store.close();
  }
}

/** 1: nothing was recorded that fits. */
export function answerDecisions(
  flags: DecisionFlags,
  sources: DecisionSources,
  { out, config }: Context,
): CommandOutcome {
  const { symbol = null, at = null } = flags;
  const symbols = symbol === null ? sources.decisions.symbols() : [symbol];
  const newest = symbols
    .flatMap((each) => sources.decisions.recordsAt(each, at ?? END_OF_TIME))
    .filter(
      ({ strategy, connection }) =>
        (flags.strategy ?? strategy) === strategy && (flags.connection ?? connection) === connection,
    );
  const records = at === null ? newest : newest.filter((record) => isOfCandle(record, at));
  const views = new DecisionViews(sources);
  const found = records.map((record) => views.view(record));
  if (found.length === 0) {
    const around = { newest, known: sources.decisions.symbols(), keptDays: config.journal.decisionDays };
    const reason = nothingText(flags, around);
    out.answer({ symbol, at, decisions: [], reason }, () => reason);
    return 1;
  }
  out.answer({ symbol, at, decisions: found.map(decisionJson) }, () =>
    symbol === null ? decisionTable(found) : found.map(decisionText).join('\n\n'),
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
  readonly known: readonly SymbolId[];
  readonly keptDays: number;
}

function nothingText(
  { symbol, at, strategy, connection }: DecisionFlags,
  { newest, known, keptDays }: Surroundings,
): string {
  const who = `${strategy ?? 'any strategy'}${symbol === undefined ? '' : ` in ${symbol}`}${connection === undefined ? '' : ` on ${connection}`}`;
  if (at === undefined || known.length === 0 || (symbol !== undefined && !known.includes(symbol))) {
    return `No decision of ${who} is recorded; recorded are ${known.length === 0 ? 'none at all: "foredeck run" records them' : `decisions in ${known.join(', ')}`}.`;
  }
  const last = newest.toSorted((left, right) => right.closeTime - left.closeTime)[0];
  const when = `No decision of ${who} is recorded for the candle closed at ${isoUtc(at)} or just before`;
  return last === undefined
    ? `${when}, nor earlier: it is before the first record (records are kept for ${String(keptDays)} days).`
    : `${when}: nothing was decided then (not running, or the candle came late). The last look before was ${last.strategy}'s at ${isoUtc(last.closeTime)}.`;
}
