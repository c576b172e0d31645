// The machine's time as a port: what runs by the wall clock (groups of commits, back-off, deadlines) asks for it here.
import type { WallClock } from '../config/commandContext.ts';

export interface Wall extends WallClock {
  /** Runs `work` once after `ms`. Returns how to call it off. */
  after(ms: number, work: () => void): () => void;
}

/** Waits on `wall`. */
export const pause = (wall: Wall, ms: number): Promise<void> => new Promise((done) => void wall.after(ms, done));

/** Waits for `work`, at most so long. No timer is left behind: one would keep the process from ending. */
export async function within(wall: Wall, ms: number, work: Promise<unknown>): Promise<void> {
  let callOff = (): void => undefined;
  const deadline = new Promise<void>((done) => {
    callOff = wall.after(ms, done);
  });
  await Promise.race([work, deadline]);
  callOff();
}
