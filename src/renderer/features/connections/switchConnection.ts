import type { ConnectionRow } from '../../../shared/contract/records/connection.ts';
import type { WireError } from '../../../shared/contract/result.ts';
import { request } from '../../lib/bridge.ts';
import { tell } from '../../ui/Toasts.tsx';

interface Switched {
  readonly row: ConnectionRow;
  readonly onChanged: () => void;
}

/** Resolves with what went wrong; undefined: it is told and done. */
export async function switchConnection(
  { row, onChanged }: Switched,
  isEnabled: boolean,
  reason?: string,
): Promise<WireError | undefined> {
  const given = reason === undefined ? {} : { reason };
  const result = await request('connections.setEnabled', { connection: row.id, isEnabled, ...given });
  if (!result.ok) return result.error;
  tell({ title: `${row.name} is ${isEnabled ? 'on' : 'off'}`, text: result.value.note, tone: 'good' });
  onChanged();
  return undefined;
}

/** On needs no second step; what went wrong is told. */
export async function switchOn(switched: Switched): Promise<void> {
  const failure = await switchConnection(switched, true);
  if (failure !== undefined) tell({ title: 'Not switched on', text: failure.message, tone: 'bad' });
}
