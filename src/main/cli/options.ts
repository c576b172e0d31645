// Values of command-line options: text in, typed value out, a sentence when it cannot be.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type EpochMs, type SymbolId, toEpochMs, toSymbolId } from '../../shared/domain/ids.ts';
import type { Barriers } from '../../shared/domain/model.ts';
import { isSimulable } from '../../shared/domain/simulated.ts';
import { Decimal } from '../../shared/money.ts';
import { DAY_MS, HOUR_MS, isTimeframe, MINUTE_MS, type Timeframe, TIMEFRAMES } from '../../shared/time.ts';

/** Like commander's own, but a mistyped option is told before a missing one. */
export function requiredOption(command: Command, flags: string, description: string): Option {
  const option = new Option(flags, `${description} (required)`);
  command.addOption(option).hook('preAction', () => {
    if (command.getOptionValue(option.attributeName()) === undefined) {
      command.error(`error: required option '${flags}' not specified`);
    }
  });
  return option;
}

/** For options that may be repeated and take comma-separated values, at least one. */
export function collectList(text: string, before: readonly string[] = []): readonly string[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) throw new InvalidArgumentError('Expected at least one value.');
  return [...before, ...parts];
}

export function toPath(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('Expected a path.');
}

/** For a repeated argument. */
export const collectPaths = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  toPath(text),
];

/** As file names tell it. */
export function toSource(text: string): string {
  if (/^[A-Za-z0-9]+$/.test(text)) return text;
  throw new InvalidArgumentError('Expected letters and digits such as binance.');
}

/** For options that may be repeated. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

export function toTimeframe(text: string): Timeframe {
  if (isTimeframe(text)) return text;
  throw new InvalidArgumentError(`Expected one of ${TIMEFRAMES.join(' ')}.`);
}

export function toSymbol(text: string): SymbolId {
  if (/^[A-Z0-9]+\/[A-Z0-9]+(?::[A-Z0-9]+)?$/.test(text)) return toSymbolId(text);
  throw new InvalidArgumentError('Expected a symbol such as BTC/USDT, or BTC/USDT:USDT for a linear contract.');
}

/** Spot symbols that the market simulator can make, separated by commas; may be repeated. */
export function collectSimulated(text: string, before: readonly SymbolId[] = []): readonly SymbolId[] {
  const symbols = [...before, ...collectList(text).map(toSymbolId)];
  const other = symbols.find((symbol) => !isSimulable(symbol));
  if (other !== undefined) {
    throw new InvalidArgumentError(`Expected spot symbols in USDT such as BTC/USDT,ETH/USDT, found ${other}.`);
  }
  const twin = symbols.find((symbol, place) => symbols.indexOf(symbol) !== place);
  if (twin !== undefined) throw new InvalidArgumentError(`${twin} is listed twice.`);
  return symbols;
}

export interface SeriesName {
  readonly source: string;
  readonly symbol: SymbolId;
  readonly timeframe: Timeframe;
}

/** Stored series as `binance:BTC/USDT:15m`, separated by commas; may be repeated. */
export const collectSeries = (text: string, before: readonly SeriesName[] = []): readonly SeriesName[] => [
  ...before,
  ...collectList(text).map((part) => {
    const [, source, symbol, timeframe] = /^([^:]+):(.+):([^:]+)$/.exec(part) ?? [];
    if (source === undefined || symbol === undefined || timeframe === undefined) {
      throw new InvalidArgumentError('Expected source:symbol:timeframe such as binance:BTC/USDT:15m.');
    }
    return { source, symbol: toSymbol(symbol), timeframe: toTimeframe(timeframe) };
  }),
];

const MOST_DAYS = 3660;

export function toDays(text: string): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= MOST_DAYS) return days;
  throw new InvalidArgumentError(`Expected a whole number of days from 1 to ${MOST_DAYS}.`);
}

/** As `toTime`, from 1970 on. */
export function toTimeOfMarket(text: string): EpochMs {
  const at = toTime(text);
  if (at >= 0) return at;
  throw new InvalidArgumentError('Expected a time from 1970-01-01 on.');
}

/** A date (`2025-01-31`), a time (`2025-01-31T12:00:00Z`; UTC where no zone is given) or epoch milliseconds. */
export function toTime(text: string): EpochMs {
  if (/^\d{9,15}$/.test(text)) return toEpochMs(Number(text));
  const match = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  const at = match === null ? NaN : Date.parse(match[1] === undefined || match[4] !== undefined ? text : `${text}Z`);
  if (Number.isNaN(at)) {
    throw new InvalidArgumentError(
      'Expected a UTC date such as 2025-01-31, 2025-01-31T12:00:00Z, or epoch milliseconds.',
    );
  }
  return toEpochMs(at);
}

interface DecimalRange {
  readonly what: string;
  readonly isAllowed: (value: Decimal) => boolean;
}

const decimal =
  ({ what, isAllowed }: DecimalRange) =>
  (text: string): Decimal => {
    const parsed = Decimal.parse(text);
    if (parsed.ok && isAllowed(parsed.value)) return parsed.value;
    throw new InvalidArgumentError(`Expected ${what}.`);
  };

const HUNDRED = Decimal.of(100);
export const toMoney = decimal({ what: 'a positive amount such as 10000', isAllowed: (value) => value.isPositive() });
export const toPrice = decimal({
  what: 'a price above zero such as 64000.5',
  isAllowed: (value) => value.isPositive(),
});
/** 100 %. */
const ALL_BPS = Decimal.of(10_000);
const isBelowAll = (value: Decimal): boolean => value.lt(ALL_BPS) && ALL_BPS.negated().lt(value);
export const toBps = decimal({
  what: 'basis points of at least 0 and below 10000 such as 5',
  isAllowed: (value) => !value.isNegative() && isBelowAll(value),
});
/** A maker may be paid. */
export const toSignedBps = decimal({
  what: 'basis points above -10000 and below 10000 such as 2 or -0.5',
  isAllowed: isBelowAll,
});
export const toShare = decimal({
  what: 'a percentage from 0 to 100',
  isAllowed: (value) => !value.isNegative() && value.lte(HUNDRED),
});

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** Milliseconds of `60s`, `5m`, `2h`; a plain number is seconds. */
export function toDurationMs(text: string): number {
  const [, amount = '', unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim()) ?? [];
  const ms = Number(amount) * (DURATION_UNITS[unit] ?? NaN);
  if (amount !== '' && ms > 0) return ms;
  throw new InvalidArgumentError('Expected a time such as 60s, 5m or 2h.');
}

/** Seconds of a world per second. */
export function toSpeed(text: string): number {
  const speed = Number(text);
  if (text.trim() !== '' && speed >= 0.1 && speed <= 10_000) return speed;
  throw new InvalidArgumentError('Expected a number from 0.1 to 10000.');
}

/** Words of the trader that are kept with what they explain. */
export function toReason(text: string): string {
  if (text.trim() !== '' && text.length <= 500) return text.trim();
  throw new InvalidArgumentError('Expected a reason in words, at most 500 characters.');
}

const MOST_ROWS = 100_000;

export function toLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MOST_ROWS) return limit;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${MOST_ROWS}.`);
}

/** `32:1.2:0.8:96`: horizon in candles, multiples of the volatility up and down, its half-life in candles. */
export function toBarriers(text: string): Barriers {
  const numbers = text.split(':').map((part) => (/^\d+(\.\d+)?$/.test(part) ? Number(part) : NaN));
  const [horizonCandles = NaN, upMultiple = NaN, downMultiple = NaN, halfLifeCandles = NaN, ...rest] = numbers;
  const areWhole = Number.isSafeInteger(horizonCandles) && Number.isSafeInteger(halfLifeCandles);
  const arePositive = [horizonCandles, upMultiple, downMultiple, halfLifeCandles].every((number) => number > 0);
  if (areWhole && arePositive && rest.length === 0) {
    return { horizonCandles, upMultiple, downMultiple, halfLifeCandles };
  }
  throw new InvalidArgumentError(
    'Expected horizon:up:down:halfLife such as 32:1.2:0.8:96, candles and volatilities above 0.',
  );
}
