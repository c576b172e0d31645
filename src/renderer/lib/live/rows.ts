// Rows that main keeps pushing: a snapshot, then changes by key. Pure; the stores of the window are made of it.

export interface RowRules<Row> {
  readonly keyOf: (row: Row) => string;
  /** True: the row says that it is gone. */
  readonly isGone?: (row: Row) => boolean;
  /** Kept newest first by this time, at most `limit`. */
  readonly timeOf?: (row: Row) => number;
  readonly limit?: number;
}

export interface Rows<Row> {
  readonly byKey: ReadonlyMap<string, Row>;
  /** In the order of arrival, or newest first where the rules have a time. */
  readonly list: readonly Row[];
}

export const NO_ROWS: Rows<never> = { byKey: new Map<string, never>(), list: [] };

/** The rows after a batch; the same object where nothing changed. `isReset`: the batch is all there is. */
export function applyRows<Row>(
  before: Rows<Row>,
  batch: { readonly rows: readonly Row[]; readonly isReset: boolean },
  rules: RowRules<Row>,
): Rows<Row> {
  if (batch.rows.length === 0 && !batch.isReset) return before;
  const byKey = new Map(batch.isReset ? [] : before.byKey);
  for (const row of batch.rows) {
    const key = rules.keyOf(row);
    if (rules.isGone?.(row) === true) byKey.delete(key);
    else byKey.set(key, row);
  }
  const list = ordered([...byKey.values()], rules);
  if (rules.limit === undefined || list.length <= rules.limit) return { byKey, list };
  const kept = list.slice(0, rules.limit);
  return { byKey: new Map(kept.map((row) => [rules.keyOf(row), row])), list: kept };
}

function ordered<Row>(list: Row[], { timeOf }: RowRules<Row>): Row[] {
  if (timeOf === undefined) return list;
  // Stable: of two at the same time the later arrival comes first.
  return list.reverse().sort((a, b) => timeOf(b) - timeOf(a));
}
