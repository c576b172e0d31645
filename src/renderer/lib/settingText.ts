// Values of the configuration as text of a field and back. Whether a value is allowed is main's to say.
import type { SettingRow } from '../../shared/contract/records/system.ts';

type Json = SettingRow['value'];

/** As shown and edited; null is empty. */
export function settingText(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((item) => settingText(item)).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export type ReadSetting =
  { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

/** What was written as a value of the setting's type. */
export function readSetting(text: string, { type, isNullable }: Pick<SettingRow, 'type' | 'isNullable'>): ReadSetting {
  const plain = text.trim();
  if (plain === '' && isNullable) return { ok: true, value: null };
  switch (type) {
    case 'number':
    case 'integer': {
      const number = Number(plain);
      const isNumber = plain !== '' && Number.isFinite(number) && (type === 'number' || Number.isInteger(number));
      return isNumber
        ? { ok: true, value: number }
        : { ok: false, message: type === 'integer' ? 'A whole number.' : 'A number.' };
    }
    case 'switch':
      return { ok: true, value: plain === 'true' };
    case 'list':
      return { ok: true, value: plain === '' ? [] : plain.split(',').map((part) => part.trim()) };
    default:
      return plain === '' ? { ok: false, message: 'It cannot be empty.' } : { ok: true, value: plain };
  }
}

/** Settings by the first part of their path, in their order. */
export function settingGroups(
  rows: readonly SettingRow[],
  search: string,
): readonly (readonly [string, readonly SettingRow[]])[] {
  const wanted = search.trim().toLowerCase();
  const groups = new Map<string, SettingRow[]>();
  for (const row of rows) {
    if (!`${row.path} ${row.description}`.toLowerCase().includes(wanted)) continue;
    const group = row.path.split('.')[0] ?? row.path;
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return [...groups];
}

/** Settings whose change is asked about and has a reason. */
export const isGuarded = (path: string): boolean => path.startsWith('risk.');
