// How long to wait before the next attempt: 1 s, doubling to 30 s, each a fifth shorter or longer by chance, so that many
// programs do not come back in the same instant.
import { SECOND_MS } from '../../../shared/time.ts';
import type { Rng } from '../../engine/kernel/rng.ts';

const FIRST_MS = SECOND_MS;
const LONGEST_MS = 30 * SECOND_MS;
const JITTER = 0.2;

export class Backoff {
  private readonly rng: Rng;
  private baseMs = FIRST_MS;

  constructor(rng: Rng) {
    this.rng = rng;
  }

  /** Ms until the next attempt. */
  next(): number {
    const ms = this.baseMs * (1 + JITTER * (2 * this.rng.next() - 1));
    this.baseMs = Math.min(LONGEST_MS, 2 * this.baseMs);
    return Math.round(ms);
  }

  reset(): void {
    this.baseMs = FIRST_MS;
  }
}
