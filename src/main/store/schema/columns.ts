// Columns of domain values: money as exact text, times as epoch ms, branded ids.
import { customType, integer, text } from 'drizzle-orm/sqlite-core';
import type { ConnectionId, EpochMs, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import { Decimal } from '../../../shared/money.ts';
import { decode, encode } from '../../engine/kernel/canonical.ts';

export const decimal = customType<{ data: Decimal; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => value.toString(),
  fromDriver: (stored) => Decimal.of(stored),
});

/** Plain data with decimals in it, as canonical text. */
export const canonical = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'text',
  toDriver: encode,
  fromDriver: decode,
});

/** Epoch ms. */
export const time = (name: string) => integer(name).$type<EpochMs>();
/** One of a closed list of words. */
export const word = <T extends string>(name: string) => text(name).$type<T>();
export const connectionColumn = () => word<ConnectionId>('connection').notNull();
export const strategyColumn = () => word<StrategyId>('strategy').notNull();
export const symbolColumn = () => word<SymbolId>('symbol').notNull();
/** The order in which rows came: the tie-breaker of every list by time. */
export const rowColumn = () => integer('row').primaryKey();
