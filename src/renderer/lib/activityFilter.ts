// Search and filter of the activity. Pure.
import type { ActivityRow } from '../../shared/contract/records/engine.ts';

export interface ActivityFilter {
  readonly search: string;
  readonly level: '' | ActivityRow['level'];
  /** Empty: every connection. */
  readonly connection: string;
}

export const EVERYTHING: ActivityFilter = { search: '', level: '', connection: '' };

/** Every word of the search, in any order and case. */
export function fitsActivity(row: ActivityRow, { search, level, connection }: ActivityFilter): boolean {
  if (level !== '' && row.level !== level) return false;
  if (connection !== '' && row.connection !== connection) return false;
  const text = row.text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
