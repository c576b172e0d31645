// Figures as text for people: one way to write money, percentages, times and durations, whatever the machine's language.
import { groupDigits } from './groupDigits.ts';
import type { Decimal } from './money.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

/** Stands where a figure is undefined. */
export const NOTHING = '–';

export interface FigureStyle {
  /** Write a plus too. */
  readonly isSigned?: boolean;
  readonly decimals?: number;
}

/** `-1,234.50`: grouped by thousands, two decimals unless told otherwise, never a negative zero. */
export function numberText(value: number, { isSigned = false, decimals = 2 }: FigureStyle = {}): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const isZero = !/[1-9]/.test(whole + (fraction ?? ''));
  const sign = isZero ? '' : value < 0 ? '-' : isSigned ? '+' : '';
  return `${sign}${groupDigits(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

export const countText = (value: number): string => numberText(value, { decimals: 0 });
export const percentText = (value: number, style: FigureStyle = {}): string => `${numberText(value, style)} %`;

/** `2024-02-29`. UTC. */
export const dateText = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** `2024-02-29 13:45`. UTC. */
export const timeText = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** The two largest units: `12 d 4 h`, `3 h 15 min`, `5 min`. */
export function durationText(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  const [perDay, perHour] = [DAY_MS / MINUTE_MS, HOUR_MS / MINUTE_MS];
  if (minutes >= perDay) return pairText(minutes / perDay, 'd', [(minutes % perDay) / perHour, 'h']);
  return pairText(minutes / perHour, 'h', [minutes % perHour, 'min']);
}

function pairText(large: number, unit: string, [small, smallUnit]: readonly [number, string]): string {
  const [whole, rest] = [Math.floor(large), Math.floor(small)];
  if (whole === 0) return `${String(rest)} ${smallUnit}`;
  return rest === 0 ? `${countText(whole)} ${unit}` : `${countText(whole)} ${unit} ${String(rest)} ${smallUnit}`;
}

/** How the account's money is written. */
export interface Money {
  readonly quote: string;
  readonly decimals: number;
}

/** Two decimals, more for an account of few units (BTC). The files hold every digit. */
export function moneyOf({ quote, cash }: { readonly quote: string; readonly cash: Decimal }): Money {
  const size = Math.abs(cash.toNumber());
  return { quote, decimals: size === 0 || size >= 100 ? 2 : size >= 1 ? 5 : 8 };
}

/** An amount with its currency. */
export function moneyText(amount: Decimal, run: Parameters<typeof moneyOf>[0], style: FigureStyle = {}): string {
  const { quote, decimals } = moneyOf(run);
  return `${numberText(amount.toNumber(), { decimals, ...style })} ${quote}`;
}

const WORDS: Readonly<Record<string, string>> = {
  stopLoss: 'stop loss',
  takeProfit: 'take profit',
  breakEven: 'break-even',
  maxHold: 'maximum hold',
  strategy: 'strategy exit',
  killSwitch: 'kill switch',
};

/** An exit reason in words. */
export const exitReasonText = (reason: string): string => WORDS[reason] ?? reason;
