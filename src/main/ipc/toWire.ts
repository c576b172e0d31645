// Domain values as plain copies for the window: decimals as text, what is undefined left out.
import type { Wire } from '../../shared/contract/fields.ts';
import { Decimal } from '../../shared/money.ts';

/** Shares nothing with `value`, so that what is sent later is as it was now. */
export const toWire = <T>(value: T): Wire<T> => plain(value) as Wire<T>;

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Decimal) return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  const copy: Record<string, unknown> = {};
  for (const key in value) {
    const field = (value as Record<string, unknown>)[key];
    if (field !== undefined) copy[key] = plain(field);
  }
  return copy;
}
