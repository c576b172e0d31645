// What a trader must not miss, in words, each with what to do about it.
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import type { Lock } from '../../../shared/domain/trading.ts';
import { timeText } from '../../../shared/figures.ts';
import { type Line, padLine, span, type Tone, wrapText } from './line.ts';

export interface Alarm {
  readonly tone: Extract<Tone, 'alarm' | 'warn'>;
  readonly text: string;
}

const RESUME = 'foredeck resume --reason "..."';

/** Everything, the worst first. */
export const alarmsOf = (status: EngineStatus): readonly Alarm[] => [
  ...stopAlarms(status),
  ...feedAlarms(status),
  ...remarks(status),
];

/** Why the engine does not trade as it should, and the way back. */
export const stopAlarms = (status: EngineStatus): readonly Alarm[] => [
  ...engineAlarms(status),
  ...tradingAlarms(status),
];

function engineAlarms({ state, isSafeMode, detail, stateChange }: EngineStatus): Alarm[] {
  if (state === 'failed') {
    return [alarm(`FAILED: ${sentence(detail)} Nothing is traded here; mend that, then start again.`)];
  }
  if (state === 'restarting') return [alarm(`RESTARTING: ${sentence(detail)} It is tried again by itself.`)];
  if (!isSafeMode && state !== 'safeMode') return [];
  const why = stateChange?.reason ?? detail;
  return [alarm(`SAFE MODE: ${sentence(why)} Nothing is traded; the account is still compared. Leave it: ${RESUME}`)];
}

function tradingAlarms({ tradingState, stateChange, isSafeMode }: EngineStatus): Alarm[] {
  if (tradingState === 'ACTIVE' || isSafeMode) return [];
  const meaning = tradingState === 'HALTED' ? 'Nothing but cancels is sent.' : 'Only exits are sent.';
  if (stateChange === undefined) return [alarm(`${tradingState}: ${meaning} Resume: ${RESUME}`)];
  const { cause, reason, at, until } = stateChange;
  const end = until === undefined ? `Resume: ${RESUME}` : `Ends ${timeText(until)} UTC, or by ${RESUME}`;
  return [alarm(`${tradingState} since ${timeText(at)} UTC by ${cause}: ${sentence(reason)} ${meaning} ${end}`)];
}

function feedAlarms({ feed, state }: EngineStatus): Alarm[] {
  if (state !== 'running' && state !== 'safeMode') return [];
  const alarms: Alarm[] = [];
  if (!feed.isConnected) {
    alarms.push(alarm(`NO FEED: ${sentence(feed.detail)} Connected again by itself; no entry until then.`));
  }
  const symbols = feed.reconcilingSymbols.join(', ');
  if (feed.differences > 0) {
    const what = `${String(feed.differences)} ${feed.differences === 1 ? 'DIFFERENCE' : 'DIFFERENCES'} WITH THE EXCHANGE`;
    alarms.push(alarm(`${what}: no entry there until settled: foredeck reconciliation`));
  } else if (feed.isReconciling || symbols !== '') {
    const of = symbols === '' ? '' : ` of ${symbols}`;
    alarms.push(
      warning(`RECONCILING: orders and positions${of} are compared with the exchange; no entry there until done.`),
    );
  }
  return alarms;
}

function remarks({ locks, notice, at }: EngineStatus): Alarm[] {
  const current = locks.filter(({ until }) => until > at).map((lock) => warning(lockText(lock)));
  return [...(notice === undefined ? [] : [warning(notice)]), ...current];
}

function lockText({ code, symbol, strategy, until, reason }: Lock): string {
  const what = [symbol, strategy].filter((part) => part !== undefined).join(' ');
  return `LOCKED ${what === '' ? 'all entries' : what} until ${timeText(until)} UTC by ${code}: ${sentence(reason)}`;
}

const alarm = (text: string): Alarm => ({ tone: 'alarm', text });
const warning = (text: string): Alarm => ({ tone: 'warn', text });

/** Ends in a full stop, whoever wrote it. */
function sentence(text: string): string {
  const words = text.trim();
  return words === '' || /[.!?]$/.test(words) ? words : `${words}.`;
}

const LINES_EACH = 3;

/** In at most `most` lines; the rest is counted. */
export function alarmLines(alarms: readonly Alarm[], width: number, most: number): readonly Line[] {
  const lines = alarms.flatMap(({ tone, text }) =>
    wrapText(text, width - 2, LINES_EACH).map((part, index) =>
      padLine([span(`${index === 0 ? '!' : ' '} ${part}`, tone)], width),
    ),
  );
  if (lines.length <= most) return lines;
  const kept = Math.max(0, most - 1);
  const more = `! ${String(lines.length - kept)} more lines of warnings`;
  return [...lines.slice(0, kept), padLine([span(more, 'warn')], width)].slice(0, most);
}
