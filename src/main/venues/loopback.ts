// The rehearsal exchange: a made-up market and an account behind keys, for going the way to live trading before money is at stake.
// Prices are for everybody; every question about the account and every order needs keys that it has issued.
import { toEpochMs } from '../../shared/domain/ids.ts';
import { AppError } from '../../shared/errors.ts';
import { KeyDesk, type KeyDeskOptions } from './loopback/keyDesk.ts';
import type { Connection, ConnectionListener, KeyedExchange, Keys, OrderEffect } from './ports.ts';
import { createSimulatorConnection } from './simulator.ts';
import type { SimulatorConnectionOptions } from './simulator/options.ts';

/** The exchange, for whoever has no connection to it yet. */
export const createLoopbackExchange = (options: KeyDeskOptions): KeyedExchange => new KeyDesk(options);

export interface LoopbackAccess extends KeyDeskOptions {
  /** What the trader shows with each question. */
  readonly keys: Keys;
}

/** Throws `AppError` BAD_INPUT where the memory is that of another market. */
export function createLoopbackConnection(options: SimulatorConnectionOptions, access: LoopbackAccess): Connection {
  const inner = createSimulatorConnection(options);
  const { venue, clock } = inner;
  const desk = new KeyDesk(access);
  let listener: ConnectionListener | undefined;
  const asked = async <T>(question: () => Promise<T>): Promise<T> => {
    desk.look(access.keys);
    return question();
  };
  return {
    ...inner,
    connect: (listening) =>
      asked(() => {
        listener = listening;
        return inner.connect(listening);
      }),
    venue: {
      ...{
        findOrder: (id, symbol) => asked(() => venue.findOrder(id, symbol)),
        openOrders: () => asked(() => venue.openOrders()),
        fills: (since) => asked(() => venue.fills(since)),
        accountReports: (since) => asked(() => venue.accountReports(since)),
        positions: () => asked(() => venue.positions()),
        balance: () => asked(() => venue.balance()),
        time: () => venue.time(),
      },
      cancelForeignOrder: (order, symbol) =>
        asked(() => {
          const reason = refusalOf(desk, access.keys);
          if (reason !== undefined) throw new AppError('UNREACHABLE', reason);
          return venue.cancelForeignOrder(order, symbol);
        }),
      perform: (effect) => {
        const reason = refusalOf(desk, access.keys);
        if (reason === undefined) return venue.perform(effect);
        clock.at(toEpochMs(clock.now() + options.latencyMs), () => listener?.report(rejection(effect, reason)));
      },
    },
  };
}

/** Why an order of these keys is not taken. */
function refusalOf(desk: KeyDesk, keys: Keys): string | undefined {
  try {
    return desk.look(keys).canTrade ? undefined : 'these keys may look at the account, not trade';
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

function rejection(effect: OrderEffect, reason: string): Parameters<ConnectionListener['report']>[0] {
  switch (effect.kind) {
    case 'submitOrder':
      return { type: 'rejected', clientOrderId: effect.order.clientOrderId, reason };
    case 'cancelOrder':
      return { type: 'cancelRejected', clientOrderId: effect.clientOrderId, reason };
    case 'amendOrder':
      return { type: 'amendRejected', clientOrderId: effect.clientOrderId, reason };
  }
}
