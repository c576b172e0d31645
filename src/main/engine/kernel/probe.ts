// What the host may attach to an engine to time its processors. The engine calls it and reads nothing from it.
import type { Processor } from './events.ts';

/** Stages may stand within stages. After a fault, what was entered may never be left. */
export interface Probe {
  enter(processor: Processor): void;
  leave(): void;
}
