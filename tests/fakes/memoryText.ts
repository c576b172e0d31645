// The exchange's memory in memory: every text that there was, and a disk that can be full.
import type { ExchangeMemory } from '../../src/main/venues/simulator.ts';
import { AppError } from '../../src/shared/errors.ts';

export class MemoryText implements ExchangeMemory {
  readonly saved: string[] = [];
  isFull = false;

  constructor(text?: string) {
    if (text !== undefined) this.saved.push(text);
  }

  load(): string | undefined {
    return this.saved.at(-1);
  }

  save(text: string): void {
    if (this.isFull) throw new AppError('STORE', 'the disk is full');
    this.saved.push(text);
  }

  append(text: string): void {
    this.save((this.load() ?? '') + text);
  }
}
