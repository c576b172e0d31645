// The wall clock of this machine.
import { toEpochMs } from '../../shared/domain/ids.ts';
import type { Wall } from './wall.ts';

export const nodeWall: Wall = {
  now: () => toEpochMs(Date.now()),
  elapsedMs: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
