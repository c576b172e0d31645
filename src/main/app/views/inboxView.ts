// The reconciliation inbox of an engine as window and terminal get it.
import type { z } from 'zod';
import type { comparingRow, DifferenceRow } from '../../../shared/contract/records/reconciliation.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { DifferenceItem } from '../../../shared/domain/reconciliation.ts';
import { toWire } from '../../ipc/toWire.ts';
import type { EngineHost } from '../host/engineHost.ts';

export interface InboxView {
  readonly items: DifferenceRow[];
  readonly comparing: z.output<typeof comparingRow>[];
}

export function inboxView(hosts: readonly EngineHost[]): InboxView {
  return {
    items: hosts.flatMap(({ id, link }) => (link?.inbox ?? []).map((item) => differenceRow(id, item))),
    comparing: hosts.flatMap(comparingOf),
  };
}

function differenceRow(connection: ConnectionId, { difference, strategies, ...item }: DifferenceItem): DifferenceRow {
  return { connection, ...toWire(item), ...toWire(difference), strategies: [...strategies] };
}

/** Each difference that settles itself, and each symbol that is compared for no difference yet. */
function comparingOf({ id: connection, core, link }: EngineHost): InboxView['comparing'] {
  const { isReconciling, reconciling } = core.feed;
  // Else it waits for the trader, not for a comparison.
  const isOpen = link?.inbox.some(({ difference, isIgnored }) => difference.kind === 'balance' && !isIgnored) !== true;
  const known = link?.comparing ?? [];
  const named = new Set([...known, ...(link?.inbox ?? []).map(({ difference }) => difference)].map(ofSymbol));
  const others = [...reconciling].filter((symbol) => !named.has(symbol));
  return [
    ...(isReconciling && isOpen
      ? [{ connection, text: 'The whole account is being compared: no new entry until it agrees.' }]
      : []),
    ...known.map((each) => ({ connection, ...toWire(each) })),
    ...others.map((symbol) => ({ connection, symbol, text: `${symbol} is being compared with the venue.` })),
  ];
}

const ofSymbol = (each: object): string | undefined =>
  'symbol' in each && typeof each.symbol === 'string' ? each.symbol : undefined;
