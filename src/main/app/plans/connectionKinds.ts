// What connections there can be, and the names under which they trade.
import type { Config } from '../../../shared/config/schema.ts';
import { type ConnectionId, toConnectionId } from '../../../shared/domain/ids.ts';
import { LOOPBACK, SIMULATED_REPLAY } from '../../../shared/domain/simulated.ts';

/** Each is a section of the configuration, and what `--connection` takes. */
export const CONNECTION_KINDS = ['simulator', 'replay', LOOPBACK] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

const NUMBERED = new RegExp(`^${LOOPBACK}-\\d+$`);

/** Of an id or a name; undefined: there is none such. */
export function kindOf(connection: string): ConnectionKind | undefined {
  if (connection === SIMULATED_REPLAY) return 'replay';
  if (NUMBERED.test(connection)) return LOOPBACK;
  return CONNECTION_KINDS.find((kind) => kind === connection);
}

/** The account that the settings mean. */
export const loopbackId = ({ loopback: { account } }: Config): ConnectionId =>
  toConnectionId(account === 1 ? LOOPBACK : `${LOOPBACK}-${String(account)}`);
