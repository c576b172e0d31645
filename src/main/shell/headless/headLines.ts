// The first lines of the view: what this is, whether it trades, how the account stands, whether the program is well.
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import { LIVE_REHEARSAL, NOT_SWITCHED_ON, SIMULATED } from '../../../shared/domain/simulated.ts';
import { countText, dateText, moneyOf, NOTHING, numberText, percentText } from '../../../shared/figures.ts';
import { sparkline } from '../../../shared/sparkline.ts';
import { inline, type Line, lineWidth, signed, span, spread, type Tone } from './line.ts';
import { ageText, instrumentsOf, msText, percentOfWhole, signedPercent } from './liveFigures.ts';
import { stateWords } from './bookSections.ts';

/** `SIMULATED PAPER`, `PAPER`, `LIVE`, `LIVE REHEARSAL · SIMULATED`; a live one that is not switched on says so. */
export function modeWords({ isSimulated, mode, isLive }: EngineStatus): string {
  if (mode !== 'live') return `${isSimulated ? `${SIMULATED} ` : ''}${mode.toUpperCase()}`;
  return `${isSimulated ? LIVE_REHEARSAL : 'LIVE'}${isLive ? '' : ` · ${NOT_SWITCHED_ON}`}`;
}

export function headLines(status: EngineStatus, width: number): readonly Line[] {
  return [titleLine(status, width), stateLine(status, width), moneyLine(status, width), healthLine(status, width)];
}

function titleLine(status: EngineStatus, width: number): Line {
  const { connection, at, speed } = status;
  const tone: Tone = status.mode === 'live' ? 'alarm' : 'badge';
  const left = [span('Foredeck', 'strong'), span('  '), span(` ${modeWords(status)} `, tone), span(`  ${connection}`)];
  const clock = at === 0 ? '' : `${dateText(at)} ${new Date(at).toISOString().slice(11, 19)} UTC`;
  const pace = speed === undefined ? '' : `  ${String(speed)}x`;
  return spread(left, [span(clock, 'strong'), span(pace, 'accent')], width);
}

function stateLine(status: EngineStatus, width: number): Line {
  const { state, tradingState, feed, strategies, timeframe, session, at } = status;
  const isWell = state === 'running';
  const detail = status.detail === feed.detail ? '' : status.detail;
  return inline(
    [
      [span(stateWords(state).toUpperCase(), isWell ? 'good' : state === 'failed' ? 'alarm' : 'warn')],
      [span('trading ', 'dim'), span(tradingState, tradingState === 'ACTIVE' ? 'good' : 'alarm')],
      [span('feed ', 'dim'), feed.isConnected ? span('connected', 'good') : span('DISCONNECTED', 'bad')],
      session === undefined ? [] : [span('up ', 'dim'), span(ageText(at - session.startedAt))],
      [span(`${timeframe} `, 'dim'), span(strategies.join(', '))],
      isWell ? [span(detail, 'dim')] : [],
    ],
    width,
  );
}

function moneyLine(status: EngineStatus, width: number): Line {
  const { quote, equity, dayStartEquity, peakEquity, session, equityCurve = [] } = status;
  if (status.at === 0) return [span('equity ', 'dim'), span(NOTHING)];
  const { decimals } = moneyOf({ quote, cash: equity });
  const change = (label: string, from: EngineStatus['equity']): Line => {
    const value = equity.minus(from);
    const amount = numberText(value.toNumber(), { isSigned: true, decimals });
    const percent = signedPercent(percentOfWhole(value, from));
    return [span(`${label} `, 'dim'), signed(`${amount} (${percent})`, value.toNumber())];
  };
  const fall = percentOfWhole(peakEquity.minus(equity), peakEquity);
  const line = inline(
    [
      [span('equity ', 'dim'), span(`${numberText(equity.toNumber(), { decimals })} ${quote}`, 'strong')],
      dayStartEquity.isZero() ? [] : change('day', dayStartEquity),
      [span('from peak ', 'dim'), signed(fall <= 0 ? percentText(0) : `-${percentText(fall)}`, -fall)],
      session === undefined || session.startEquity.isZero() ? [] : change('session', session.startEquity),
      exposure(status),
    ],
    width,
  );
  const room = width - lineWidth(line) - 3;
  return room < LEAST_CURVE || equityCurve.length < 2
    ? line
    : [...line, span('   '), span(sparkline(equityCurve, Math.min(room, MOST_CURVE)), 'accent')];
}

/** Cells of the equity curve. */
const LEAST_CURVE = 8;
const MOST_CURVE = 48;

/** Total notional as a multiple of the equity. */
function exposure({ positions, markets, equity }: EngineStatus): Line {
  const instrumentOf = instrumentsOf(markets);
  if (!equity.isPositive()) return [];
  let notional = 0;
  for (const { symbol, qty, mark } of positions) {
    const instrument = instrumentOf(symbol);
    if (instrument === undefined) return [];
    notional += qty.times(mark).times(instrument.contractSize).toNumber();
  }
  return [span('exposure ', 'dim'), span(`${numberText(notional / equity.toNumber())}x`)];
}

function healthLine({ processors, journal, feed }: EngineStatus, width: number): Line {
  const errors = processors.reduce((sum, processor) => sum + processor.errors, 0);
  const slowest = Math.max(0, ...processors.map(({ p95Ms }) => p95Ms));
  const skew = feed.clockSkewMs === undefined ? '' : `, skew ${numberText(feed.clockSkewMs, { decimals: 0 })} ms`;
  return inline(
    [
      [span('errors ', 'dim'), span(countText(errors), errors > 0 ? 'bad' : undefined)],
      [span('slowest p95 ', 'dim'), span(`${msText(slowest)} ms`)],
      [span('journal ', 'dim'), span(`${countText(journal.steps)} steps, commit ${msText(journal.lastCommitMs)} ms`)],
      [
        span('feed ', 'dim'),
        span(`${plural(feed.reconnects, 'reconnect')}, ${countText(feed.rejected)} rejected${skew}`),
      ],
    ],
    width,
  );
}

/** `1 position`, `2 positions`. */
export const plural = (count: number, word: string): string => `${countText(count)} ${word}${count === 1 ? '' : 's'}`;

/** Another connection in one line. */
export function otherLine(status: EngineStatus, width: number): Line {
  const { connection, state, tradingState, equity, dayStartEquity, quote, positions } = status;
  const { decimals } = moneyOf({ quote, cash: equity });
  const day = equity.minus(dayStartEquity).toNumber();
  return inline(
    [
      [span(connection, 'strong'), span('  '), span(modeWords(status), 'warn')],
      [span(stateWords(state), state === 'running' ? undefined : 'bad')],
      [span(tradingState, tradingState === 'ACTIVE' ? undefined : 'bad')],
      [span(`equity ${numberText(equity.toNumber(), { decimals })} ${quote}`)],
      dayStartEquity.isZero() ? [] : [signed(`day ${numberText(day, { isSigned: true, decimals })}`, day)],
      [span(plural(positions.length, 'position'))],
    ],
    width,
  );
}
