// What happened in one stream lately: every item that must not be lost, up to a bound, and the newest live figure of each key.
// Windows have no queues of their own, only a place in here; so a slow one costs nothing.
import type { ItemOf, StreamName } from '../../../shared/contract/streams.ts';

interface Entry<I> {
  readonly seq: number;
  readonly item: I;
}

/** Made when it is sent: many changes of a figure between two batches cost nothing. */
interface Live<I> {
  readonly seq: number;
  readonly make: () => I | undefined;
}

/** What a window gets next. */
export interface Portion<I> {
  readonly items: readonly I[];
  /** The places after them. */
  readonly places: Places;
  /** False: more kept items wait already. */
  readonly isWhole: boolean;
}

export interface Places {
  /** After the last kept item seen. */
  readonly seq: number;
  /** After the last live figure seen. */
  readonly liveSeq: number;
}

export class StreamLog<S extends StreamName> {
  /** Of the newest item. */
  seq = 0;
  private readonly kept: Entry<ItemOf<S>>[] = [];
  private readonly live = new Map<string, Live<ItemOf<S>>>();
  private readonly capacity: number;
  /** Of the newest item that was let go. */
  private floor = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** An item that is never dropped while a window keeps up. */
  add(item: ItemOf<S>): void {
    this.seq += 1;
    this.kept.push({ seq: this.seq, item });
    // In large pieces: letting one go at a time would move the whole list each time.
    if (this.kept.length < 2 * this.capacity) return;
    this.floor = this.kept[this.kept.length - this.capacity - 1]?.seq ?? this.floor;
    this.kept.splice(0, this.kept.length - this.capacity);
  }

  /** A figure in place of the one before under the same key; undefined when it is made: it is no more. */
  set(key: string, make: () => ItemOf<S> | undefined): void {
    this.seq += 1;
    this.live.delete(key);
    this.live.set(key, { seq: this.seq, make });
  }

  /** True: everything after that place that must not be lost is still here. */
  holdsAfter(seq: number): boolean {
    return seq >= this.floor && seq <= this.seq;
  }

  /** What came after the places, in order; at most `limit` kept items, and no live figures where they are not wanted. */
  after({ seq, liveSeq }: Places, { limit, withLive }: { limit: number; withLive: boolean }): Portion<ItemOf<S>> {
    const from = this.indexAfter(seq);
    const kept = this.kept.slice(from, from + limit);
    const isWhole = from + limit >= this.kept.length;
    const found: Entry<ItemOf<S> | undefined>[] = [...kept];
    // Live figures that came after a kept item which has to wait would be older than it when it arrives.
    if (withLive && isWhole)
      for (const entry of this.live.values())
        if (entry.seq > liveSeq) found.push({ seq: entry.seq, item: entry.make() });
    if (found.length > kept.length && kept.length > 0) found.sort((left, right) => left.seq - right.seq);
    const items = found.flatMap(({ item }) => (item === undefined ? [] : [item]));
    const places = {
      seq: isWhole ? this.seq : (kept.at(-1)?.seq ?? seq),
      liveSeq: withLive && isWhole ? this.seq : liveSeq,
    };
    return { items, places, isWhole };
  }

  /** Forgets everything: what it tells of is another thing now, and no place from before goes on. */
  cut(): void {
    this.live.clear();
    this.kept.length = 0;
    this.seq += 1;
    this.floor = this.seq;
  }

  /** Index of the first kept item after `seq`. */
  private indexAfter(seq: number): number {
    let [low, high] = [0, this.kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.kept[middle] as Entry<ItemOf<S>>).seq <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
