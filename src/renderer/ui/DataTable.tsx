// One table for every list: a real <table>, sortable, drawn only where it is seen, walked with the arrow keys.
import { Fragment, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import {
  type CellData,
  type ColumnDef,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { cx } from './cx.ts';
import { useRowFocus } from './useRowFocus.ts';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

type Plain = string | number | undefined;

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** What it sorts by, and what is shown without `cell`. */
  readonly value: (row: Row) => Plain;
  readonly cell?: (row: Row) => ReactNode;
  /** Figures stand at the end. */
  readonly isNumber?: boolean;
  readonly width?: number;
  /** The header is for assistive technology alone: a column of buttons. */
  readonly isBare?: boolean;
}

export interface DataTableProps<Row> {
  /** The table's name for assistive technology. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly sortBy?: { readonly id: string; readonly isDescending?: boolean };
  /** Enter or a click on a row. */
  readonly onOpen?: (row: Row) => void;
  readonly openKey?: string | undefined;
  /** In place of rows when there are none. */
  readonly empty: ReactNode;
}

const ROW_HEIGHT = 28;

/** Absent values go last when ascending; numbers by size, the rest as text. */
function compareValues(a: Plain, b: Plain): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function toColumnDefs<Row extends RowData>(columns: readonly Column<Row>[]): ColumnDef<typeof features, Row>[] {
  return columns.map((column) => ({
    id: column.id,
    accessorFn: (row: Row): CellData => column.value(row),
    header: column.header,
    enableSorting: column.isBare !== true,
    sortDescFirst: column.isNumber === true,
    sortFn: (a, b) => compareValues(column.value(a.original), column.value(b.original)),
  }));
}

/** The table's model; columns and rows must be stable between changes. */
function useSortedTable<Row extends RowData>({ columns, rows, rowKey, sortBy }: DataTableProps<Row>) {
  const defs = useMemo(() => toColumnDefs(columns), [columns]);
  const sorting = useMemo(
    (): SortingState => (sortBy === undefined ? [] : [{ id: sortBy.id, desc: sortBy.isDescending === true }]),
    [sortBy],
  );
  return useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowKey,
    initialState: { sorting },
    enableMultiSort: false,
    autoResetAll: false,
  });
}

export function DataTable<Row extends RowData>(props: DataTableProps<Row>): ReactNode {
  const { columns, rows } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const table = useSortedTable(props);
  const sorted = table.getRowModel().rows;
  const { rangeExtractor, move, ...held } = useRowFocus(scroller, sorted);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    rangeExtractor,
  });
  const items = virtual.getVirtualItems();
  const end = items[items.length - 1]?.end ?? 0;

  return (
    <div className="tableScroll" ref={scroller} {...held}>
      <table className="table" aria-label={props.label} aria-rowcount={sorted.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {table.getHeaderGroups()[0]?.headers.map((header, index) => (
              <HeaderCell
                key={header.id}
                column={columns[index] as Column<Row>}
                sorted={header.column.getIsSorted()}
                onSort={() => header.column.toggleSorting()}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item, place) => {
            const row = sorted[item.index];
            return row === undefined ? null : (
              <Fragment key={row.id}>
                <Filler height={item.start - (items[place - 1]?.end ?? 0)} span={columns.length} />
                <BodyRow
                  table={props}
                  row={row.original}
                  index={item.index}
                  focus={(wanted) => virtual.scrollToIndex(move(wanted))}
                />
              </Fragment>
            );
          })}
          <Filler height={virtual.getTotalSize() - end} span={columns.length} />
        </tbody>
      </table>
      {rows.length === 0 ? props.empty : null}
    </div>
  );
}

function Filler({ height, span }: { readonly height: number; readonly span: number }): ReactNode {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className="filler">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

function HeaderCell<Row>({
  column,
  sorted,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly sorted: false | 'asc' | 'desc';
  readonly onSort: () => void;
}): ReactNode {
  const order = sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending';
  const width = column.width === undefined ? {} : { style: { width: column.width } };
  if (column.isBare === true) {
    return (
      <th scope="col" className="isBare" {...width}>
        <span className="visuallyHidden">{column.header}</span>
      </th>
    );
  }
  return (
    <th scope="col" aria-sort={order} className={cx(column.isNumber === true && 'isNumber')} {...width}>
      <button type="button" className="sort" onClick={onSort}>
        {column.header}
        <span className="sortArrow" aria-hidden="true">
          {sorted === false ? '' : sorted === 'asc' ? '↑' : '↓'}
        </span>
      </button>
    </th>
  );
}

interface BodyRowProps<Row> {
  readonly table: DataTableProps<Row>;
  readonly row: Row;
  readonly index: number;
  readonly focus: (index: number) => void;
}

function BodyRow<Row>({ table, row, index, focus }: BodyRowProps<Row>): ReactNode {
  const key = table.rowKey(row);
  const { onOpen } = table;
  const isOpen = table.openKey === key;
  return (
    <tr
      data-row={index}
      aria-rowindex={index + 2}
      className={cx(onOpen !== undefined && 'isOpenable', isOpen && 'isOpen')}
      tabIndex={onOpen !== undefined || index === 0 ? 0 : -1}
      {...(onOpen === undefined ? {} : { onClick: () => onOpen(row), 'aria-selected': isOpen })}
      onKeyDown={(event) => onRowKey(event, index, { focus, open: () => onOpen?.(row) })}
    >
      {table.columns.map((column) => (
        <td key={column.id} className={cx(column.isNumber === true && 'isNumber', column.isBare === true && 'isBare')}>
          {column.cell === undefined ? column.value(row) : column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 };

function onRowKey(
  event: KeyboardEvent<HTMLTableRowElement>,
  index: number,
  does: { readonly focus: (index: number) => void; readonly open: () => void },
): void {
  if (event.target !== event.currentTarget) return;
  const step = STEPS[event.key];
  if (step !== undefined) does.focus(index + step);
  else if (event.key === 'Home') does.focus(0);
  else if (event.key === 'End') does.focus(Number.MAX_SAFE_INTEGER);
  else if (event.key === 'Enter') does.open();
  else return;
  event.preventDefault();
}
