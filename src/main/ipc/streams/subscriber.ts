// One window's places in the streams it follows, and how many of its batches are still to be acknowledged.
import type { Envelope, StreamPlace } from '../../../shared/contract/messages.ts';
import { type ItemOf, modeOf, type StreamName } from '../../../shared/contract/streams.ts';
import type { Places, Portion } from './streamLog.ts';

export interface SubscriberOptions {
  readonly boot: string;
  readonly send: (batch: number, envelopes: readonly Envelope[]) => void;
  readonly portionOf: (stream: StreamName, places: Places, withLive: boolean) => Portion<ItemOf<StreamName>>;
  readonly holdsAfter: (stream: StreamName, place: StreamPlace) => boolean;
  readonly snapshot: (stream: StreamName) => { readonly items: readonly ItemOf<StreamName>[]; readonly seq: number };
  /** Something waits that did not before. */
  readonly wake: () => void;
}

/** Batches on their way at the same time. */
const MOST_ON_THE_WAY = 4;

export class Subscriber {
  private readonly options: SubscriberOptions;
  /** Undefined: it gets a snapshot next. */
  private readonly followed = new Map<StreamName, Places | undefined>();
  private isVisible = true;
  private lastBatch = 0;
  private acknowledged = 0;

  constructor(options: SubscriberOptions) {
    this.options = options;
  }

  /** `since`: what came after that place is sent again while it is still held. */
  subscribe(stream: StreamName, since?: StreamPlace): void {
    const isHeld = since !== undefined && modeOf(stream) === 'lossless' && this.options.holdsAfter(stream, since);
    this.followed.set(stream, isHeld ? { seq: since.seq, liveSeq: 0 } : undefined);
    this.options.wake();
  }

  unsubscribe(stream: StreamName): void {
    this.followed.delete(stream);
  }

  /** Batches up to this one have been taken in. */
  acknowledge(batch: number): void {
    if (batch <= this.acknowledged || batch > this.lastBatch) return;
    this.acknowledged = batch;
    this.options.wake();
  }

  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    if (isVisible) this.options.wake();
  }

  /** Every stream begins again with a snapshot. */
  restart(): void {
    for (const stream of this.followed.keys()) this.followed.set(stream, undefined);
  }

  flush(): void {
    if (this.lastBatch - this.acknowledged >= MOST_ON_THE_WAY) return;
    const envelopes: Envelope[] = [];
    let hasMore = false;
    for (const [stream, places] of this.followed) {
      const next = this.next(stream, places);
      hasMore ||= next.hasMore;
      if (next.envelope !== undefined) envelopes.push(next.envelope);
    }
    if (envelopes.length > 0) {
      this.lastBatch += 1;
      this.options.send(this.lastBatch, envelopes);
    }
    if (hasMore) this.options.wake();
  }

  private next(stream: StreamName, places: Places | undefined): { envelope?: Envelope; hasMore: boolean } {
    const { boot, holdsAfter, portionOf, snapshot } = this.options;
    if (places === undefined || (modeOf(stream) === 'lossless' && !holdsAfter(stream, { boot, seq: places.seq }))) {
      const { items, seq } = snapshot(stream);
      this.followed.set(stream, { seq, liveSeq: seq });
      return { envelope: envelopeOf({ boot, stream, seq, kind: 'snapshot', items }), hasMore: false };
    }
    const { items, places: after, isWhole } = portionOf(stream, places, this.isVisible);
    this.followed.set(stream, after);
    if (items.length === 0) return { hasMore: false };
    return { envelope: envelopeOf({ boot, stream, seq: after.seq, kind: 'delta', items }), hasMore: !isWhole };
  }
}

/** The items of a stream are of its own kind: the log of each stream takes no others. */
const envelopeOf = (envelope: {
  readonly boot: string;
  readonly stream: StreamName;
  readonly seq: number;
  readonly kind: 'snapshot' | 'delta';
  readonly items: readonly ItemOf<StreamName>[];
}): Envelope => envelope as Envelope;
