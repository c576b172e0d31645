// All streams and the windows that follow them. Batches go out some tens of milliseconds after something happened; a window that
// has not acknowledged the last few gets nothing more until it does.
import type { Envelope } from '../../../shared/contract/messages.ts';
import { type ItemOf, STREAM_NAMES, type StreamName, STREAMS } from '../../../shared/contract/streams.ts';
import type { Logger } from '../../logging/logger.ts';
import { StreamLog } from './streamLog.ts';
import { Subscriber } from './subscriber.ts';

/** The whole of each stream as it is now. */
export type Snapshots = { readonly [S in StreamName]: () => readonly ItemOf<S>[] };

export interface HubOptions {
  /** Names this run of the program. */
  readonly boot: string;
  readonly snapshots: Snapshots;
  /** Runs `work` once after so many ms; returns how to call it off. */
  readonly after: (ms: number, work: () => void) => () => void;
  readonly log: Logger;
}

/** From the first change to its batch. */
const BATCH_MS = 25;

/** Kept for windows that reload or lag; older ones are in the store, and a window that needs them gets a snapshot. */
const CAPACITY: Readonly<Partial<Record<StreamName, number>>> = {
  ...{ orders: 5000, trades: 10_000, signals: 1000, positions: 5000, portfolio: 2000, activity: 2000, candles: 2000 },
};

type Logs = { readonly [S in StreamName]: StreamLog<S> };

export class StreamHub {
  readonly boot: string;
  private readonly options: HubOptions;
  private readonly logs: Logs;
  private readonly subscribers = new Set<Subscriber>();
  private callOff: (() => void) | undefined;
  /** Streams with the places of items that broke the contract: each is told once. */
  private readonly broken = new Set<string>();

  constructor(options: HubOptions) {
    this.options = options;
    this.boot = options.boot;
    this.logs = Object.fromEntries(
      STREAM_NAMES.map((name) => [name, new StreamLog(CAPACITY[name] ?? 1)]),
    ) as unknown as Logs;
  }

  /** True while somebody looks: live figures need not be told otherwise. */
  get isWatched(): boolean {
    return this.subscribers.size > 0;
  }

  /** An item that must not be lost. */
  add<S extends StreamName>(stream: S, item: ItemOf<S>): void {
    if (!this.isSound(stream, item)) return;
    this.logs[stream].add(item);
    this.schedule();
  }

  /** A live figure, made when it is sent; undefined then: it is no more. */
  set<S extends StreamName>(stream: S, key: string, make: () => ItemOf<S> | undefined): void {
    if (!this.isWatched) return;
    this.logs[stream].set(key, () => {
      const item = make();
      return item !== undefined && this.isSound(stream, item) ? item : undefined;
    });
    this.schedule();
  }

  /** Everything is another thing now: every window gets snapshots. */
  restart(): void {
    for (const log of Object.values(this.logs)) log.cut();
    for (const subscriber of this.subscribers) subscriber.restart();
    this.schedule();
  }

  /** A window; `send` gets each batch as text-ready data. */
  open(send: (batch: number, envelopes: readonly Envelope[]) => void): Subscriber {
    const subscriber = new Subscriber({
      send,
      portionOf: (stream, places, withLive) => this.logs[stream].after(places, { limit: MOST_ITEMS, withLive }),
      holdsAfter: (stream, place) => place.boot === this.boot && this.logs[stream].holdsAfter(place.seq),
      snapshot: (stream) => ({ items: this.snapshot(stream), seq: this.logs[stream].seq }),
      boot: this.boot,
      wake: () => this.schedule(),
    });
    this.subscribers.add(subscriber);
    return subscriber;
  }

  close(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
  }

  /** Sends what waits, now. */
  flush(): void {
    this.callOff?.();
    this.callOff = undefined;
    for (const subscriber of this.subscribers) subscriber.flush();
  }

  stop(): void {
    this.callOff?.();
    this.callOff = undefined;
    this.subscribers.clear();
  }

  private schedule(): void {
    if (this.callOff !== undefined || !this.isWatched) return;
    this.callOff = this.options.after(BATCH_MS, () => this.flush());
  }

  private snapshot<S extends StreamName>(stream: S): readonly ItemOf<S>[] {
    return this.options.snapshots[stream]().filter((item) => this.isSound(stream, item as ItemOf<S>));
  }

  /** False: it breaks the contract, which is a fault of ours; the log says where, the window goes without. */
  private isSound<S extends StreamName>(stream: S, item: ItemOf<S>): boolean {
    const checked = STREAMS[stream].item.safeParse(item);
    if (checked.success) return true;
    const [issue] = checked.error.issues;
    const path = issue?.path.map(String).join('.') ?? '';
    const isNew = !this.broken.has(`${stream} ${path}`);
    this.broken.add(`${stream} ${path}`);
    if (isNew)
      this.options.log.error('an item of a stream breaks the contract', {
        stream,
        path,
        problem: issue?.message ?? '',
      });
    return false;
  }
}

/** Kept items of one stream in one batch. */
const MOST_ITEMS = 2000;
