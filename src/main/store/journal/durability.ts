// How firmly the next transaction of a connection to a database is written.
import type { Sqlite } from '../openDatabase.ts';

/** Outside of a transaction only. True: it is on the disk when it returns; false: it survives the process, not the machine. */
export type SetDurable = (isDurable: boolean) => void;

export function createDurability(client: Sqlite): SetDurable {
  let current: boolean | undefined;
  return (isDurable) => {
    if (isDurable === current) return;
    client.pragma(`synchronous = ${isDurable ? 'FULL' : 'NORMAL'}`);
    current = isDurable;
  };
}
