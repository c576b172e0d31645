// What the rehearsal exchange needs to look at keys: it has issued one pair of each kind.
import { hash } from 'node:crypto';
import type { LoopbackAccess } from '../../src/main/venues/loopback.ts';
import type { KeyRights, Keys } from '../../src/main/venues/ports.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';

const pair = (name: string): Keys => ({ key: `rehearsal-${name}`, secret: `secret of ${name}` });
const hashOf = ({ key, secret }: Keys): string => hash('sha256', JSON.stringify([key, secret]));

/** They may trade and not withdraw. */
export const KEYS = pair('trader');
export const LOOKING_KEYS = pair('onlooker');
export const WITHDRAWING_KEYS = pair('owner');

export function keyDesk(): Omit<LoopbackAccess, 'keys'> {
  const issued = new Map<string, KeyRights>([
    [hashOf(KEYS), { canTrade: true, canWithdraw: false }],
    [hashOf(LOOKING_KEYS), { canTrade: false, canWithdraw: false }],
    [hashOf(WITHDRAWING_KEYS), { canTrade: true, canWithdraw: true }],
  ]);
  let seed = 0;
  return {
    book: {
      find: (key) => issued.get(key),
      add: (key, { canTrade, canWithdraw }) => void issued.set(key, { canTrade, canWithdraw }),
    },
    random: (bytes) => Buffer.alloc(bytes, ++seed),
    now: () => toEpochMs(0),
  };
}
