// Speaks the DevTools protocol over two pipes of a browser: JSON documents with a NUL after each. Knows no command by name.
import type { Readable, Writable } from 'node:stream';
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js';
import { AppError } from '../../../shared/errors.ts';

export type CommandName = keyof ProtocolMapping.Commands;
export type CommandParams<Name extends CommandName> = ProtocolMapping.Commands[Name]['paramsType'][0];
export type CommandAnswer<Name extends CommandName> = ProtocolMapping.Commands[Name]['returnType'];
export type EventName = keyof ProtocolMapping.Events;
export type EventParams<Name extends EventName> = ProtocolMapping.Events[Name][0];

/** Part of what a browser can be asked: the browser as a whole, or one of its pages. */
export interface Session {
  /** Rejects with `AppError`: FAULT with the browser's refusal, UNREACHABLE when it is gone. */
  send<Name extends CommandName>(name: Name, params?: CommandParams<Name>): Promise<CommandAnswer<Name>>;
  /** Returns how to stop listening. */
  on<Name extends EventName>(name: Name, listener: (params: EventParams<Name>) => void): () => void;
}

export interface PipeClient extends Session {
  /** The page behind the id of `Target.attachedToTarget`. */
  session(id: string): Session;
  /** Forgets a page that is gone: what it was asked rejects, nobody listens to it any more. */
  forget(id: string): void;
  /** When the browser has closed its side, or said what no browser says. */
  readonly ended: Promise<void>;
  /** Hangs up; the browser ends. */
  close(): void;
}

/** No document of ours is near; a longer one is no browser's. */
const MOST_BYTES = 256 * 1024 * 1024;
const NUL = 0;

interface Waiting {
  readonly name: string;
  readonly session: string;
  readonly answer: (value: unknown) => void;
  readonly refuse: (error: AppError) => void;
}

/** What a document may be; each part is looked at before it is used. */
interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message?: unknown } | null;
  readonly sessionId?: unknown;
}

/** The browser itself, among the ids of its pages. */
const BROWSER = '';

/** A client that writes to the browser's fd 3 and reads from its fd 4. */
export function createPipeClient(toBrowser: Writable, fromBrowser: Readable): PipeClient {
  const client = new Client(toBrowser);
  const end = (): void => {
    toBrowser.destroy();
    fromBrowser.destroy();
    client.end();
  };
  const documents = splitDocuments((text) => {
    const message = parseMessage(text);
    if (message === undefined) end();
    else client.take(message);
  }, end);
  fromBrowser.on('data', documents).on('end', end);
  for (const stream of [toBrowser, fromBrowser]) stream.on('error', end).on('close', end);
  return {
    ...client.session(BROWSER),
    session: (id) => client.session(id),
    forget: (id) => client.forget(id),
    ended: client.ended,
    close: end,
  };
}

/** Questions that wait for an answer, and who listens to what. */
class Client {
  readonly ended: Promise<void>;
  private readonly toBrowser: Writable;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<string, Set<(params: never) => void>>();
  private lastId = 0;
  private isOver = false;
  private tellEnd = (): void => undefined;

  constructor(toBrowser: Writable) {
    this.toBrowser = toBrowser;
    this.ended = new Promise((done) => (this.tellEnd = done));
  }

  session(session: string): Session {
    return {
      send: (name, params) =>
        new Promise((answer, refuse) => {
          if (this.isOver)
            return refuse(new AppError('UNREACHABLE', `the browser is gone and cannot be asked ${name}`));
          const id = ++this.lastId;
          this.waiting.set(id, { name, session, answer: answer as (value: unknown) => void, refuse });
          const sessionId = session === BROWSER ? {} : { sessionId: session };
          this.toBrowser.write(`${JSON.stringify({ id, method: name, params: params ?? {}, ...sessionId })}\0`);
        }),
      on: (name, listener) => {
        const key = keyOf(session, name);
        const heard = this.listeners.get(key) ?? new Set();
        this.listeners.set(key, heard.add(listener));
        return () => void heard.delete(listener);
      },
    };
  }

  take(message: Message): void {
    if (typeof message.id === 'number') return this.answer(message.id, message);
    const session = typeof message.sessionId === 'string' ? message.sessionId : BROWSER;
    const heard = this.listeners.get(keyOf(session, String(message.method)));
    for (const listener of [...(heard ?? [])]) listener(message.params as never);
  }

  forget(session: string): void {
    this.refuseAll(session);
    for (const key of this.listeners.keys()) if (key.startsWith(keyOf(session, ''))) this.listeners.delete(key);
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.refuseAll();
    this.tellEnd();
  }

  private answer(id: number, { error, result }: Message): void {
    const asked = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined || error === null) asked?.answer(result);
    else asked?.refuse(new AppError('FAULT', `the browser refused ${asked.name}: ${String(error.message)}`));
  }

  /** Of one page, or all. */
  private refuseAll(session?: string): void {
    for (const [id, { name, refuse, session: asked }] of this.waiting) {
      if (session !== undefined && session !== asked) continue;
      this.waiting.delete(id);
      refuse(new AppError('UNREACHABLE', `the browser was gone before it answered ${name}`));
    }
  }
}

const keyOf = (session: string, name: string): string => `${session} ${name}`;

/** Cuts a stream of bytes into documents; only whole ones are decoded, so that no character is torn. */
function splitDocuments(take: (text: string) => void, refuse: () => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let bytes = 0;
  return (chunk) => {
    let from = 0;
    for (let to = chunk.indexOf(NUL); to !== -1; to = chunk.indexOf(NUL, from)) {
      parts.push(chunk.subarray(from, to));
      const text = (parts.length === 1 ? parts[0] : Buffer.concat(parts))?.toString('utf8') ?? '';
      parts = [];
      bytes = 0;
      from = to + 1;
      take(text);
    }
    if (from === chunk.length) return;
    parts.push(chunk.subarray(from));
    bytes += chunk.length - from;
    if (bytes > MOST_BYTES) refuse();
  };
}

/** Undefined: nothing a browser says. */
function parseMessage(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
