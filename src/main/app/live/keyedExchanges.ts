// The exchanges that ask for keys, before there is a connection to them. Today that is the rehearsal; real ones will stand beside it.
import { randomBytes } from 'node:crypto';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { LOOPBACK } from '../../../shared/domain/simulated.ts';
import { type ExchangeMemory, openExchangeMemory } from '../../store/exchangeMemory.ts';
import { createLoopbackExchange } from '../../venues/loopback.ts';
import { kindOf } from '../plans/connectionKinds.ts';
import type { Wall } from '../wall.ts';
import type { KeyRingOptions } from './keyRing.ts';

export const keyedExchanges =
  (dataDir: string, wall: Wall): KeyRingOptions['exchangeOf'] =>
  (id) => {
    if (kindOf(id) !== LOOPBACK) return undefined;
    const book: ExchangeMemory['keys'] = {
      find: (hash) => withMemory(dataDir, id, ({ keys }) => keys.find(hash)),
      add: (hash, rights) => withMemory(dataDir, id, ({ keys }) => keys.add(hash, rights)),
    };
    return createLoopbackExchange({ book, random: randomBytes, now: wall.now });
  };

/** As if the account had never been. */
export const forgetAccount = (dataDir: string, id: ConnectionId): void =>
  withMemory(dataDir, id, (memory) => memory.forget());

function withMemory<T>(dataDir: string, id: ConnectionId, work: (memory: ExchangeMemory) => T): T {
  const memory = openExchangeMemory(dataDir, id);
  try {
    return work(memory);
  } finally {
    memory.close();
  }
}
