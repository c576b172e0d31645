// Trades as CSV text.
import type { TradeRow } from '../../../../shared/contract/records/portfolio.ts';
import { isoUtc } from '../../../../shared/time.ts';

const TRADE_FIELDS = [
  ...(['connection', 'id', 'strategy', 'symbol', 'side', 'entryAt', 'entryTime', 'entryPrice'] as const),
  ...(['exitAt', 'exitTime', 'exitPrice', 'qty', 'fees', 'pnl', 'funding', 'net', 'returnPct', 'r'] as const),
  ...(['initialRisk', 'exitReason'] as const),
];

/** One line per closed trade, every digit. */
export function tradesCsv(rows: readonly TradeRow[]): string {
  const lines = rows.map((row) => {
    const fields = { ...row, entryTime: isoUtc(row.entryAt), exitTime: isoUtc(row.exitAt) };
    return TRADE_FIELDS.map((name) => csvField(String(fields[name] ?? ''))).join(',');
  });
  return `${[TRADE_FIELDS.join(','), ...lines].join('\n')}\n`;
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula is one no longer. */
function csvField(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
