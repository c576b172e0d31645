// What stands in the terminal when the program has ended: how it went, what is still open, where to look next.
import type { EngineStatus, SessionTotals } from '../../../shared/domain/engineStatus.ts';
import { countText, durationText, moneyOf, numberText, percentText, timeText } from '../../../shared/figures.ts';
import { SECOND_MS } from '../../../shared/time.ts';
import { stopAlarms } from './alarmLines.ts';
import { stateWords } from './bookSections.ts';
import { modeWords, plural } from './headLines.ts';
import { ageText, percentOfWhole, signedPercent } from './liveFigures.ts';

/** Lines of text; `ranMs` by the clock on the wall. */
export const runSummary = (statuses: readonly EngineStatus[], ranMs: number): string =>
  statuses.map((status) => connectionLines(status, ranMs).join('\n')).join('\n\n');

function connectionLines(status: EngineStatus, ranMs: number): string[] {
  const { connection, state, detail, session, journal } = status;
  const head = `Foredeck  ${modeWords(status)}  ${connection}  ${stateWords(state)}${state === 'failed' ? `: ${detail}` : ''}`;
  const rows: (readonly [string, string])[] = [
    ['Ran', ranText(status, ranMs)],
    ...(session === undefined ? [] : sessionRows(status, session)),
    ['Open', openText(status)],
    ['Journal', `${countText(journal.steps)} steps`],
    ...stopAlarms(status).map(({ text }) => ['Note', text] as const),
    ['Next', nextText(status)],
  ];
  return [head, ...rows.map(([label, text]) => `${label.padEnd(LABEL_WIDTH)}${text}`)];
}

const LABEL_WIDTH = 10;

function ranText({ session, at, speed }: EngineStatus, ranMs: number): string {
  const wall = ranMs < 60 * SECOND_MS ? ageText(ranMs) : durationText(ranMs);
  if (session === undefined || speed === undefined) return wall;
  return `${wall} here, ${durationText(at - session.startedAt)} there: ${timeText(session.startedAt)} to ${timeText(at)} UTC`;
}

function sessionRows({ quote, equity }: EngineStatus, session: SessionTotals): [string, string][] {
  const { startEquity, trades, wins, realised, fees, funding, signals, ordered, refused } = session;
  const { decimals } = moneyOf({ quote, cash: equity });
  const change = equity.minus(startEquity);
  const money = (value: EngineStatus['equity'], isSigned = false): string =>
    `${numberText(value.toNumber(), { decimals, isSigned })} ${quote}`;
  const won = trades === 0 ? '' : `, ${countText(wins)} won (${percentText((wins / trades) * 100)})`;
  const reasons = Object.entries(refused).sort(([, a], [, b]) => b - a);
  const refusals = reasons.reduce((sum, [, count]) => sum + count, 0);
  const why = reasons.map(([code, count]) => `${code} ${countText(count)}`).join(', ');
  return [
    [
      'Equity',
      `${money(startEquity)} to ${money(equity)}: ${money(change, true)} (${signedPercent(percentOfWhole(change, startEquity))})`,
    ],
    [
      'Trades',
      `${countText(trades)}${won}, net ${money(realised, true)}, fees ${money(fees)}, funding ${money(funding, true)}`,
    ],
    [
      'Signals',
      `${countText(signals)}: ${countText(ordered)} ordered, ${countText(refusals)} refused${why === '' ? '' : ` (${why})`}`,
    ],
  ];
}

function openText({ positions, orders }: EngineStatus): string {
  if (positions.length + orders.length === 0) return 'nothing';
  const waiting = 'kept, and taken up again at the next start';
  return `${plural(positions.length, 'position')}, ${plural(orders.length, 'working order')}: ${waiting}`;
}

const nextText = ({ markets }: EngineStatus): string =>
  ['foredeck trades', `foredeck decisions --symbol ${markets[0]?.symbol ?? 'S'}`, 'foredeck replay --verify'].join(
    ' | ',
  );
