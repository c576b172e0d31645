// What is to happen at a time: earliest first, ties in the order they came. For a few hundred entries at most.

interface Entry<T> {
  readonly time: number;
  readonly item: T;
}

export class TimeQueue<T> {
  /** Latest first, so that the next one is taken off the end. */
  private readonly entries: Entry<T>[] = [];

  /** Infinity when empty. */
  get nextTime(): number {
    return this.entries.at(-1)?.time ?? Infinity;
  }

  /** Returns how to take it out again. */
  add(time: number, item: T): () => void {
    const entry = { time, item };
    let place = this.entries.length;
    while (place > 0 && (this.entries[place - 1] as Entry<T>).time <= time) place -= 1;
    this.entries.splice(place, 0, entry);
    return () => {
      const index = this.entries.indexOf(entry);
      if (index !== -1) this.entries.splice(index, 1);
    };
  }

  take(): T | undefined {
    return this.entries.pop()?.item;
  }

  clear(): void {
    this.entries.length = 0;
  }
}
