// The one formatter of the window: numbers, money, percentages, times and ages as text. No arithmetic beyond rounding.
import { countText, durationText, exitReasonText, NOTHING, numberText } from '../../shared/figures.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/time.ts';

export { countText, durationText, exitReasonText, NOTHING };

type Numeric = number | string | null | undefined;

/** A number from main's decimal text; undefined where there is none. */
export function toNumber(value: Numeric): number | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export interface FigureOptions {
  readonly decimals?: number;
  readonly isSigned?: boolean;
  readonly unit?: string | undefined;
}

/** `1,234.50 USDT`; a dash where there is nothing to show. */
export function figureText(value: Numeric, { decimals = 2, isSigned = false, unit }: FigureOptions = {}): string {
  const number = toNumber(value);
  if (number === undefined) return NOTHING;
  const text = numberText(number, { decimals, isSigned });
  return unit === undefined || unit === '' ? text : `${text} ${unit}`;
}

export const percentText = (value: Numeric, options: Omit<FigureOptions, 'unit'> = {}): string =>
  figureText(value, { ...options, unit: '%' });

/** A share 0..1 as percent. */
export const shareText = (value: Numeric, decimals = 0): string => {
  const number = toNumber(value);
  return number === undefined ? NOTHING : `${numberText(number * 100, { decimals })} %`;
};

/** A price with as many decimals as its size needs, or as main wrote it. */
export function priceText(value: Numeric): string {
  const number = toNumber(value);
  if (number === undefined) return NOTHING;
  return numberText(number, { decimals: priceDecimals(number) });
}

/** Decimals that make two neighbouring prices of this size different. */
export function priceDecimals(price: number): number {
  const size = Math.abs(price);
  if (size >= 10_000) return 1;
  if (size >= 100) return 2;
  if (size >= 1) return 4;
  return size >= 0.01 ? 6 : 8;
}

/** A quantity without trailing zeros, at most eight decimals. */
export function qtyText(value: Numeric): string {
  const number = toNumber(value);
  if (number === undefined) return NOTHING;
  const text = numberText(number, { decimals: 8 });
  return text.replace(/\.?0+$/, '');
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-02-28` UTC. */
export const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** `28 Feb 13:45` UTC. */
export function shortTimeText(at: number | undefined | null): string {
  if (at === undefined || at === null) return NOTHING;
  const date = new Date(at);
  return `${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.toISOString().slice(11, 16)}`;
}
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const monthText = (month: number): string => MONTHS[month] ?? '';

/** `4 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function ageText(ms: number): string {
  if (ms < 2 * SECOND_MS) return 'now';
  if (ms < 90 * SECOND_MS) return `${String(Math.round(ms / SECOND_MS))} s`;
  if (ms < HOUR_MS) return `${String(Math.round(ms / MINUTE_MS))} min`;
  return durationText(ms < DAY_MS ? ms : Math.round(ms / HOUR_MS) * HOUR_MS);
}

/** `until 28 Feb 13:45 (in 3 h 5 min)`. */
export const untilText = (until: number, now: number): string =>
  `until ${shortTimeText(until)} (${until > now ? `in ${ageText(until - now)}` : 'over'})`;

/** `7.3 ms`, `1.20 s`. */
export function latencyText(ms: Numeric): string {
  const number = toNumber(ms);
  if (number === undefined) return NOTHING;
  return number >= SECOND_MS
    ? `${numberText(number / SECOND_MS)} s`
    : `${numberText(number, { decimals: number < 10 ? 1 : 0 })} ms`;
}

/** `12.3 MB`. */
export function sizeText(bytes: Numeric): string {
  const number = toNumber(bytes);
  if (number === undefined) return NOTHING;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [size, unit] = [number, 0];
  while (size >= 1000 && unit < units.length - 1) [size, unit] = [size / 1000, unit + 1];
  return `${numberText(size, { decimals: unit === 0 ? 0 : 1 })} ${units[unit] ?? ''}`;
}

/** `takeProfit` as `Take profit`, `DATA_STALE` as `Data stale`. */
export function wordsText(name: string): string {
  const spaced = /^[A-Z0-9_]+$/.test(name)
    ? name.replaceAll('_', ' ').toLowerCase()
    : name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export type Trend = 'up' | 'down' | 'flat';

/** Which way a figure points; its arrow and its colour follow. */
export function trendOf(value: Numeric): Trend {
  const number = toNumber(value) ?? 0;
  if (number === 0) return 'flat';
  return number > 0 ? 'up' : 'down';
}

/** Never by colour alone. */
export const ARROWS: Readonly<Record<Trend, string>> = { up: '▲', down: '▼', flat: '◆' };

/** A sentence of main's as one: its first letter large. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
