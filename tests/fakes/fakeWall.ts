// The machine's timers by hand: work that runs takes as long as it says, and timers wait for it as they do on one thread.
import type { Wall } from '../../src/main/app/wall.ts';
import type { WallTimer } from '../../src/main/venues/simulator/options.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';

export class FakeWall implements WallTimer {
  /** How long each piece of work took. */
  readonly stretches: number[] = [];
  private now = 0;
  private timers: { readonly at: number; readonly work: () => void }[] = [];

  /** The same hands on a clock that stands at 1970. */
  get wall(): Wall {
    return {
      now: () => toEpochMs(0),
      elapsedMs: () => this.now,
      after: (ms, work) => this.after(ms, work),
    };
  }

  elapsedMs(): number {
    return this.now;
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.now + Math.max(1, ms), work };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** The work under way takes `ms`. */
  work(ms: number): void {
    this.now += ms;
  }

  pass(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = this.timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.timers = this.timers.filter((other) => other !== next);
      this.now = Math.max(this.now, next.at);
      const from = this.now;
      next.work();
      this.stretches.push(this.now - from);
    }
    this.now = Math.max(this.now, end);
  }
}
