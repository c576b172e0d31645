// The control socket of a running instance. Who may open it is settled by the rights of its folder; what comes is still checked.
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { assertNever } from '../../../shared/assert.ts';
import { AppError } from '../../../shared/errors.ts';
import { Decimal } from '../../../shared/money.ts';
import { encode } from '../../engine/kernel/canonical.ts';
import type { Controllable } from '../control.ts';
import type { Instance } from './acquireInstance.ts';
import { type ControlAnswer, type ControlRequest, MOST_REQUEST_CHARACTERS, requestSchema } from './controlProtocol.ts';
import { linesOf } from './linesOf.ts';

/** A client that says nothing for longer is hung up on; longer than a kill switch takes. */
const IDLE_MS = 60_000;
const MOST_CLIENTS = 16;

export interface ControlServer {
  /** Hangs up on everybody and removes the socket. */
  close(): Promise<void>;
}

/** Answers at `instance.control` until closed. What nobody foresaw goes to `onFault`, and never ends the process. */
export async function serveControl(
  instance: Instance,
  controllable: Controllable,
  onFault: (error: unknown) => void,
): Promise<ControlServer> {
  const isFile = process.platform !== 'win32';
  const clients = new Set<Socket>();
  // Half open: who has said all still hears the answer.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    clients.add(client.once('close', () => clients.delete(client)));
    void serve(client, (line) => answerTo(line, controllable, onFault));
  });
  server.maxConnections = MOST_CLIENTS;
  // Left by an instance that was killed: ours is the lock now.
  if (isFile) rmSync(instance.control, { force: true });
  await listen(server, instance.control);
  if (isFile) chmodSync(instance.control, 0o600);
  server.on('error', onFault);
  return {
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        clients.forEach((client) => client.destroy());
      }),
  };
}

const listen = (server: Server, address: string): Promise<void> =>
  new Promise((listening, failed) => {
    const fail = (cause: Error): void =>
      failed(new AppError('NOT_WRITABLE', `cannot listen at ${address}: ${cause.message}`, { cause }));
    server.once('error', fail);
    server.listen(address, () => {
      server.off('error', fail);
      listening();
    });
  });

/** One line, one answer, in order, until the client has said all or too much. */
async function serve(client: Socket, answer: (line: string | undefined) => Promise<string>): Promise<void> {
  const hangUp = (): void => void client.destroy();
  client.setTimeout(IDLE_MS, hangUp).on('error', hangUp);
  try {
    for await (const line of linesOf(client, MOST_REQUEST_CHARACTERS)) {
      const text = `${await answer(line)}\n`;
      // Written before the next line is read, so that answers nobody reads never pile up.
      await new Promise<void>((written) => void client.write(text, () => written()));
    }
    client.end();
  } catch {
    // The client is gone: there is nobody to tell.
    hangUp();
  }
}

async function answerTo(
  line: string | undefined,
  controllable: Controllable,
  onFault: (error: unknown) => void,
): Promise<string> {
  try {
    return encode({ ok: true, value: await valueOf(parseRequest(line), controllable) } satisfies ControlAnswer);
  } catch (error) {
    if (!(error instanceof AppError)) onFault(error);
    const code = error instanceof AppError ? error.code : 'FAULT';
    const message = error instanceof Error ? error.message : String(error);
    return encode({ ok: false, error: { code, message } } satisfies ControlAnswer);
  }
}

function valueOf(request: ControlRequest, controllable: Controllable): unknown {
  switch (request.method) {
    case 'who':
      return controllable.info;
    case 'status':
      return controllable.status();
    case 'openWindow':
      return controllable.openWindow().then(() => controllable.info);
    case 'inbox':
      return controllable.inbox(request.connection);
    case 'settle':
      return controllable.settle({
        ...{ ...request, connection: request.connection },
        price: request.price === undefined ? undefined : Decimal.of(request.price),
      });
    case 'command':
      return controllable.command({ ...request, connection: request.connection });
    default:
      return assertNever(request);
  }
}

function parseRequest(line: string | undefined): ControlRequest {
  if (line === undefined)
    throw new AppError('BAD_INPUT', `expected a request of at most ${MOST_REQUEST_CHARACTERS} characters`);
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch (cause) {
    throw new AppError('BAD_INPUT', 'expected one JSON document on one line', { cause });
  }
  const parsed = requestSchema.safeParse(request);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new AppError('BAD_INPUT', `not a request this Foredeck knows: ${problems.join('; ')}`);
}
