// World time at some multiple of the machine's. A slice of work is short, so that everything else gets its turn; what does not fit
// is not made up for.
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import type { DrivenWorld, WallTimer, WorldDriver } from './options.ts';

const SLICE_MS = 10;
/** Between two slices when there is nothing to catch up with. */
const PAUSE_MS = 20;

export class WallDriver implements WorldDriver {
  private readonly wall: WallTimer;
  private readonly speed: number;
  private callOff: (() => void) | undefined;
  /** What of a millisecond of world time is left over. */
  private rest = 0;

  constructor(wall: WallTimer, speed: number) {
    this.wall = wall;
    this.speed = speed;
  }

  start(world: DrivenWorld): void {
    this.schedule(world, this.wall.elapsedMs(), 0);
  }

  stop(): void {
    this.callOff?.();
    this.callOff = undefined;
  }

  private schedule(world: DrivenWorld, since: number, afterMs: number): void {
    this.callOff = this.wall.after(afterMs, () => {
      const started = this.wall.elapsedMs();
      const ms = (started - since) * this.speed + this.rest;
      const to: EpochMs = toEpochMs(world.now() + Math.floor(ms));
      const callOff = this.callOff;
      const isDone = world.advance(to, () => this.wall.elapsedMs() - started >= SLICE_MS);
      this.rest = isDone ? ms - Math.floor(ms) : 0;
      // Unless it was stopped meanwhile.
      if (this.callOff === callOff) this.schedule(world, started, isDone ? PAUSE_MS : 0);
    });
  }
}
