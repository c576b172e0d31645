// The machine's time as a port: what runs by the wall clock (groups of commits, back-off, deadlines) asks for it here.
import type { WallClock } from '../config/commandContext.ts';

export interface Wall extends WallClock {
  /** Runs `work` once after `ms`. Returns how to call it off. */
  after(ms: number, work: () => void): () => void;
}

/** Waits on `wall`. */
export const pause = (wall: Wall, ms: number): Promise<void> => new Promise((done) => void wall.after(ms, done));
