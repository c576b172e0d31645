import { connect, type Socket } from 'node:net';

/** What says that nobody listens at an address. */
const NOBODY = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENOTDIR']);

/** A connection to the socket or pipe at `address`; undefined: nobody listens there. Rejects with the system's error. */
export const connectTo = (address: string): Promise<Socket | undefined> =>
  new Promise((connected, failed) => {
    const socket = connect(address);
    socket.once('connect', () => connected(socket));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      NOBODY.has(error.code ?? '') ? connected(undefined) : failed(error),
    );
  });
