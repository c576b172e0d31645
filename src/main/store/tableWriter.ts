// Prepared writing of domain records: the columns of a table are the fields of its record.
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Sqlite } from './openDatabase.ts';

/** A statement that adds a record, or replaces the one with the same `key`. Fields that are no columns are left out. */
export function upsertInto<T extends SQLiteTable>(
  client: Sqlite,
  table: T,
  key: readonly (keyof T['$inferInsert'] & string)[],
): (record: T['$inferInsert']) => void {
  const columns = Object.entries(getTableColumns(table)).filter(([field]) => field !== 'row');
  const quoted = (chosen: typeof columns): string[] => chosen.map(([, { name }]) => `"${name}"`);
  const keys = quoted(columns.filter(([field]) => key.includes(field)));
  const others = quoted(columns.filter(([field]) => !key.includes(field)));
  const changes = others.map((name) => `${name} = excluded.${name}`).join(', ');
  const statement = client.prepare(
    `insert into "${getTableName(table)}" (${quoted(columns).join(', ')}) values (${columns.map(() => '?').join(', ')})` +
      (keys.length === 0 ? '' : ` on conflict (${keys.join(', ')}) do update set ${changes}`),
  );
  return (record) => {
    const values = record as Readonly<Record<string, unknown>>;
    statement.run(columns.map(([field, column]) => driverValue(column, values[field])));
  };
}

const driverValue = (column: { mapToDriverValue(value: unknown): unknown }, value: unknown): unknown =>
  value === undefined || value === null ? null : column.mapToDriverValue(value);
