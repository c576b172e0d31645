// What can hold an entry back between its signal and its sizing. Exits pass no gate.
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import type { GateVerdict } from '../../../shared/domain/signal.ts';
import type { SessionHours, StrategyDefinition, StrategyGates } from '../../../shared/domain/strategy.ts';
import type { Lock } from '../../../shared/domain/trading.ts';
import { Decimal } from '../../../shared/money.ts';
import { DAY_MS, HOUR_MS, isoUtc, MINUTE_MS } from '../../../shared/time.ts';

/** What the gates of one strategy look at for one symbol. */
export interface GateView {
  /** Net P&L of the strategy's closed trades, oldest first: at least the last `closedTradesNeeded`. */
  readonly closedPnls: readonly Decimal[];
  /** When the strategy last left a position in the symbol; undefined: never. */
  readonly lastExitAt: EpochMs | undefined;
  /** Accepted / expected candles of the strategy's window, 0..1. */
  readonly dataQuality: number;
  /** Weight share of healthy models with a fresh prediction; undefined without a consensus. */
  readonly quorum: number | undefined;
  /** One that holds now for symbol and strategy. */
  readonly lock: Lock | undefined;
}

/** A verdict of every gate that is on, in a fixed order; the entry passes when all allow. */
export function checkGates(gates: StrategyGates, view: GateView, now: EpochMs): readonly GateVerdict[] {
  const verdicts = [
    profitFactor(gates, view.closedPnls),
    lock(view.lock),
    coolDown(gates.coolDownMinutes, view.lastExitAt, now),
    atLeast('dataQuality', view.dataQuality, gates.minDataQuality),
    sessionHours(gates.sessionHours, now),
    atLeast('modelQuorum', view.quorum, gates.minModelQuorum),
  ];
  return verdicts.filter((verdict) => verdict !== undefined);
}

/** How many closed trades gates and sizing of a strategy look back at. */
export const closedTradesNeeded = ({ gates, sizing }: StrategyDefinition): number =>
  Math.max(
    gates.minProfitFactor === null ? 0 : gates.profitFactorTrades,
    sizing.kind === 'kelly' ? sizing.lookback : 0,
  );

type Maybe = GateVerdict | undefined;

function profitFactor(gates: StrategyGates, closedPnls: readonly Decimal[]): Maybe {
  const { minProfitFactor: threshold, profitFactorTrades, profitFactorMinTrades } = gates;
  if (threshold === null) return undefined;
  const pnls = closedPnls.slice(-profitFactorTrades);
  const enough = pnls.length >= profitFactorMinTrades;
  const sum = (sign: 1 | -1): Decimal =>
    pnls.reduce((total, pnl) => (pnl.cmp(Decimal.ZERO) === sign ? total.plus(pnl.abs()) : total), Decimal.ZERO);
  const [profit, loss] = [sum(1), sum(-1)];
  // Multiplied out: exact, and defined without losses.
  const allow = !enough || profit.gte(loss.times(Decimal.fromNumber(threshold)));
  const found = `gross profit ${profit.toString()}, gross loss ${loss.toString()} over ${pnls.length} trades`;
  const wanted = enough ? `at least ${threshold} times the loss` : `checked from ${profitFactorMinTrades} trades on`;
  // Refused, there was a loss.
  const measure = allow ? undefined : { found: profit.toNumber() / loss.toNumber(), wanted: threshold };
  return { gate: 'profitFactor', allow, detail: `${found}; ${wanted}`, measure };
}

function lock(held: Lock | undefined): Maybe {
  if (held === undefined) return undefined;
  const { code, until, reason } = held;
  return { gate: 'lock', allow: false, detail: `${code} until ${isoUtc(until)}: ${reason}`, measure: { until } };
}

function coolDown(minutes: number | null, lastExitAt: EpochMs | undefined, now: EpochMs): Maybe {
  if (minutes === null) return undefined;
  if (lastExitAt === undefined) return { gate: 'coolDown', allow: true, detail: 'no exit so far' };
  const until = toEpochMs(Math.ceil(lastExitAt + minutes * MINUTE_MS));
  const detail = `${minutes} min after the exit of ${isoUtc(lastExitAt)}: ${isoUtc(until)}`;
  const allow = now >= until;
  return { gate: 'coolDown', allow, detail, measure: allow ? undefined : { until } };
}

function atLeast(gate: 'dataQuality' | 'modelQuorum', found: number | undefined, minimum: number | null): Maybe {
  if (minimum === null) return undefined;
  const detail = `${found === undefined ? 'none' : String(found)}, at least ${minimum} wanted`;
  if (found === undefined) return { gate, allow: false, detail };
  const allow = found >= minimum;
  return { gate, allow, detail, measure: allow ? undefined : { found, wanted: minimum } };
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;

function sessionHours(session: SessionHours | null, now: EpochMs): Maybe {
  if (session === null) return undefined;
  const { from, to, weekdays } = session;
  const weekday = (Math.floor(now / DAY_MS) + EPOCH_WEEKDAY) % 7;
  const hour = (now % DAY_MS) / HOUR_MS;
  const isInHours = from <= to ? hour >= from && hour < to : hour >= from || hour < to;
  const days = weekdays === undefined ? '' : `, ${weekdays.map((day) => WEEKDAYS[day]).join(' ')}`;
  return {
    gate: 'sessionHours',
    allow: isInHours && (weekdays?.includes(weekday) ?? true),
    detail: `${isoUtc(now)}, a ${WEEKDAYS[weekday] ?? ''}; open ${from} to ${to} h UTC${days}`,
  };
}
