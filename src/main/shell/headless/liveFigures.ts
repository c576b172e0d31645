// How the live view writes figures: prices and quantities on their instrument's grid, ages and times short enough for a table.
import type { MarketStatus } from '../../../shared/domain/engineStatus.ts';
import type { SymbolId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Position, Trade } from '../../../shared/domain/portfolio.ts';
import { NOTHING, numberText, percentText, timeText } from '../../../shared/figures.ts';
import type { Decimal } from '../../../shared/money.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';

export type InstrumentOf = (symbol: SymbolId) => Instrument | undefined;

export function instrumentsOf(markets: readonly MarketStatus[]): InstrumentOf {
  const bySymbol = new Map(markets.map(({ symbol, instrument }) => [symbol, instrument]));
  return (symbol) => bySymbol.get(symbol);
}

const decimalsOf = (step: Decimal): number => step.toString().split('.')[1]?.length ?? 0;

/** With the digits of the tick; a dash for none. */
export function priceText(price: Decimal | number | undefined, instrument: Instrument | undefined): string {
  const value = typeof price === 'object' ? price.toNumber() : price;
  if (value === undefined || value === 0) return NOTHING;
  return numberText(value, {
    decimals: instrument === undefined ? usualDecimals(value) : decimalsOf(instrument.tickSize),
  });
}

/** Of a price whose tick is not known. */
const usualDecimals = (value: number): number => (Math.abs(value) >= 1000 ? 2 : Math.abs(value) >= 1 ? 4 : 8);

export const qtyText = (qty: Decimal, instrument: Instrument | undefined): string =>
  numberText(qty.toNumber(), { decimals: decimalsOf(instrument?.lotSize ?? qty) });

export const signedPercent = (value: number): string => percentText(value, { isSigned: true });

/** Of a part of `whole`, percent; 0 of nothing. */
export const percentOfWhole = (part: Decimal, whole: Decimal): number =>
  whole.isZero() ? 0 : (part.toNumber() / whole.toNumber()) * 100;

/** The move from entry to `price` in the position's favour, percent. */
export function movePct({ side }: Pick<Position | Trade, 'side'>, entry: Decimal, price: Decimal): number {
  const pct = percentOfWhole(price.minus(entry), entry);
  return side === 'long' ? pct : -pct;
}

/** `03-04 12:34`. UTC. */
export const shortTime = (at: number): string => timeText(at).slice(5);

/** `12s`, `5m`, `3h 15m`, `2d 4h`. */
export function ageText(ms: number): string {
  const age = Math.max(0, ms);
  const [days, hours] = [Math.floor(age / DAY_MS), Math.floor((age % DAY_MS) / HOUR_MS)];
  const minutes = Math.floor((age % HOUR_MS) / MINUTE_MS);
  if (days > 0) return `${String(days)}d ${String(hours)}h`;
  if (hours > 0) return `${String(hours)}h ${String(minutes)}m`;
  return minutes > 0 ? `${String(minutes)}m` : `${String(Math.floor(age / SECOND_MS))}s`;
}

/** Milliseconds, precise where they are few. */
export const msText = (ms: number): string => numberText(ms, { decimals: ms < 10 ? 2 : ms < 100 ? 1 : 0 });
