// One window: every message it sends is bounded, counted and checked before anything is done about it.
import {
  type Envelope,
  type ProgramMessage,
  type WindowMessage,
  windowMessage,
} from '../../shared/contract/messages.ts';
import { isStreamName } from '../../shared/contract/streams.ts';
import type { ErrorCode } from '../../shared/contract/result.ts';
import type { Logger } from '../logging/logger.ts';
import type { Dispatch } from './dispatch.ts';
import type { StreamHub } from './streams/hub.ts';
import type { Subscriber } from './streams/subscriber.ts';
import { TokenBucket } from './tokenBucket.ts';
import type { WindowSession, WindowTransport } from './transport.ts';

export interface SessionOptions {
  readonly transport: WindowTransport;
  readonly hub: StreamHub;
  readonly dispatch: Dispatch;
  readonly elapsedMs: () => number;
  readonly nextId: () => string;
  readonly log: Logger;
}

/** Characters of one message. */
const LONGEST_MESSAGE = 256 * 1024;
/** A view that opens asks some tens of things at once. */
const RATE = { size: 300, perSecond: 150 };
/** Requests that are being answered. */
const MOST_AT_ONCE = 64;
/** Between two log lines on messages that are not taken. */
const COMPLAIN_EVERY_MS = 1000;

/** Takes messages until it is closed. */
export function openSession(options: SessionOptions): WindowSession {
  const session = new Session(options);
  options.transport.onMessage((message) => session.receive(message));
  return session;
}

class Session implements WindowSession {
  private readonly options: SessionOptions;
  private readonly bucket: TokenBucket;
  private readonly subscriber: Subscriber;
  private isOpen = true;
  private underWay = 0;
  private complainedAt = -Infinity;
  private untold = 0;

  constructor(options: SessionOptions) {
    this.options = options;
    this.bucket = new TokenBucket(RATE, options.elapsedMs());
    this.subscriber = options.hub.open((batch, envelopes) => this.sendBatch(batch, envelopes));
  }

  close(): void {
    this.isOpen = false;
    this.options.hub.close(this.subscriber);
  }

  /** Never throws. */
  receive(raw: unknown): void {
    if (!this.isOpen) return;
    if (typeof raw !== 'string') return this.complain('it is not text');
    const isAllowed = raw.length <= LONGEST_MESSAGE;
    if (!isAllowed || (!ACKNOWLEDGEMENT.test(raw) && !this.bucket.take(this.options.elapsedMs()))) {
      return this.turnAway(raw, isAllowed ? 'TOO_MANY' : 'TOO_LARGE');
    }
    const message = parsed(raw);
    if (message === undefined) return this.turnAway(raw, 'BAD_REQUEST');
    this.take(message);
  }

  private take(message: WindowMessage): void {
    switch (message.type) {
      case 'request':
        return void this.answer(message);
      case 'subscribe':
        if (isStreamName(message.stream)) this.subscriber.subscribe(message.stream, message.since);
        else this.complain('it names a stream that does not exist');
        return;
      case 'unsubscribe':
        if (isStreamName(message.stream)) this.subscriber.unsubscribe(message.stream);
        return;
      case 'acknowledge':
        return this.subscriber.acknowledge(message.batch);
      case 'visibility':
        return this.subscriber.setVisible(message.isVisible);
    }
  }

  private async answer({ id, name, params }: Extract<WindowMessage, { type: 'request' }>): Promise<void> {
    if (this.underWay >= MOST_AT_ONCE) return this.refuse(id, 'TOO_MANY');
    this.underWay += 1;
    const result = await this.options.dispatch({ name, params });
    this.underWay -= 1;
    this.post({ type: 'response', id, result });
  }

  /** A request gets its answer, so that the window does not wait for ever; anything else is only counted. */
  private turnAway(raw: string, code: keyof typeof TURNED_AWAY): void {
    this.complain(TURNED_AWAY[code]);
    const id = REQUEST_ID.exec(raw.slice(0, 100))?.[1];
    if (id !== undefined) this.refuse(Number(id), code);
  }

  private refuse(id: number, code: keyof typeof TURNED_AWAY): void {
    const correlationId = this.options.nextId();
    this.post({
      type: 'response',
      id,
      result: {
        ok: false,
        error: { code, message: `The request was not taken: ${TURNED_AWAY[code]}.`, correlationId },
      },
    });
  }

  /** One line a second at most, with the number of messages it stands for. */
  private complain(reason: string): void {
    this.untold += 1;
    const now = this.options.elapsedMs();
    if (now - this.complainedAt < COMPLAIN_EVERY_MS) return;
    this.options.log.warn('messages of the window were not taken', { reason, messages: this.untold });
    this.complainedAt = now;
    this.untold = 0;
  }

  private sendBatch(batch: number, envelopes: readonly Envelope[]): void {
    this.post({ type: 'batch', batch, envelopes });
  }

  private post(message: ProgramMessage): void {
    if (this.isOpen) this.options.transport.post(JSON.stringify(message));
  }
}

const TURNED_AWAY = {
  TOO_MANY: 'too many came at once; try again in a moment',
  TOO_LARGE: `it is larger than ${String(LONGEST_MESSAGE / 1024)} kB`,
  BAD_REQUEST: 'it is not a message of the contract',
} as const satisfies Partial<Record<ErrorCode, string>>;

/** As the bridge writes them; answered for free, because a window that is told to slow down must still be able to take in. */
const ACKNOWLEDGEMENT = /^\{"type":"acknowledge","batch":\d{1,15}\}$/;
const REQUEST_ID = /^\{"type":"request","id":(\d{1,15})\b/;

function parsed(raw: string): WindowMessage | undefined {
  try {
    const checked = windowMessage.safeParse(JSON.parse(raw));
    return checked.success ? checked.data : undefined;
  } catch {
    return undefined;
  }
}
