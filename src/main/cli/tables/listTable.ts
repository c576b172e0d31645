// Records of the store as a table for people and as data for programs, with a line of totals per connection.
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { isSimulatedSource, SIMULATED } from '../../../shared/domain/simulated.ts';
import type { Decimal } from '../../../shared/money.ts';
import { type FigureStyle, moneyOf, numberText } from '../../../shared/figures.ts';
import type { TradingFilter, TradingReader } from '../../store/ports/trading.ts';
import { textTable } from '../textTable.ts';

/** An amount as precise as the account's size asks for. */
export type MoneyText = (amount: Decimal, style?: FigureStyle) => string;

export interface Column<T> {
  readonly head: string;
  readonly isRight?: true;
  readonly text: (record: T, money: MoneyText) => string;
}

export interface Table<T> {
  /** What it lists, in the plural. */
  readonly name: string;
  readonly read: (reader: TradingReader, filter: TradingFilter) => readonly T[];
  /** True: few enough to read and total them all, however few are shown. */
  readonly isWhole: boolean;
  readonly columns: readonly Column<T>[];
  readonly totals: (records: readonly T[], money: MoneyText) => string;
}

export interface Listing {
  readonly records: readonly unknown[];
  readonly text: string;
}

/** What `table` shows of the records that pass the filter: the newest `limit` of each connection. */
export function listTable<T extends { readonly connection: ConnectionId }>(
  table: Table<T>,
  { limit, ...filter }: TradingFilter & { readonly limit: number },
  reader: TradingReader,
): Listing {
  const { name, columns, isWhole } = table;
  const groups = Map.groupBy(
    table.read(reader, isWhole ? filter : { ...filter, limit }),
    ({ connection }) => connection,
  );
  const [records, rows, totals]: [unknown[], string[][], string[]] = [[], [], []];
  for (const [connection, all] of groups) {
    const shown = all.slice(-limit);
    const money = moneyTextOf(reader, connection);
    const simulated = isSimulatedSource(connection);
    const label = simulated ? `${SIMULATED} ${connection}` : connection;
    const isPart = isWhole ? shown.length < all.length : shown.length === limit;
    records.push(...shown.map((record) => ({ ...record, simulated })));
    rows.push(...shown.map((record) => [label, ...columns.map(({ text }) => text(record, money))]));
    totals.push(
      `${label}: ${table.totals(all, money)}${isPart ? ` (shown: the newest ${limit}; more with --limit)` : ''}`,
    );
  }
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (rows.length === 0) return { records, text: `No ${name}${isFiltered ? ' match the options' : ''}.` };
  const head = ['connection', ...columns.map((column) => column.head)];
  const isRight = [false, ...columns.map((column) => column.isRight === true)];
  return { records, text: [textTable(head, rows, isRight), '', ...totals].join('\n') };
}

function moneyTextOf(reader: TradingReader, connection: ConnectionId): MoneyText {
  const cash = reader.ledger({ connection, limit: 1 })[0]?.balance;
  const decimals = cash === undefined ? 2 : moneyOf({ quote: '', cash }).decimals;
  return (amount, style) => numberText(amount.toNumber(), { decimals, ...style });
}
