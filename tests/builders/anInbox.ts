// The inbox part of an instance in whose account nothing differs.
import type { Controllable } from '../../src/main/app/control.ts';
import { toConnectionId } from '../../src/shared/domain/ids.ts';

export const noInbox: Pick<Controllable, 'inbox' | 'settle'> = {
  inbox: () => ({ items: [], comparing: [] }),
  settle: () => ({ connection: toConnectionId('simulator'), isAccepted: false, detail: 'no such difference' }),
};
