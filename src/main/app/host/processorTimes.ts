// How long the stages of the step take. The engine calls it and never looks at it.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { ProcessorName, ProcessorStatus } from '../../../shared/domain/engineStatus.ts';
import { need } from '../../../shared/assert.ts';

const PROCESSORS: readonly ProcessorName[] = ['indication', 'strategy', 'realtime', 'health'];
/** Durations that the percentile looks back at. */
const KEPT = 512;

interface Times {
  cycles: number;
  errors: number;
  lastMs: number;
  lastError: string | undefined;
  heartbeatAt: EpochMs | undefined;
  readonly durations: Float64Array;
}

export class ProcessorTimes {
  private readonly elapsedMs: () => number;
  private readonly now: () => EpochMs;
  private readonly times: Readonly<Record<ProcessorName, Times>>;
  /** Stages within stages: the outer one is timed without them. */
  private readonly running: { readonly times: Times; since: number; spent: number }[] = [];

  /** `elapsedMs` measures, `now` is the connection's time of the heartbeat. */
  constructor(elapsedMs: () => number, now: () => EpochMs) {
    this.elapsedMs = elapsedMs;
    this.now = now;
    this.times = Object.fromEntries(PROCESSORS.map((processor) => [processor, noTimes()])) as Record<
      ProcessorName,
      Times
    >;
  }

  enter(processor: ProcessorName): void {
    const now = this.elapsedMs();
    const outer = this.running.at(-1);
    if (outer !== undefined) outer.spent += now - outer.since;
    this.running.push({ times: this.times[processor], since: now, spent: 0 });
  }

  leave(): void {
    const now = this.elapsedMs();
    const { times, since, spent } = need(this.running.pop(), 'a stage under way');
    const duration = spent + now - since;
    times.durations[times.cycles % KEPT] = duration;
    times.cycles += 1;
    times.lastMs = duration;
    times.heartbeatAt = this.now();
    const outer = this.running.at(-1);
    if (outer !== undefined) outer.since = now;
  }

  failed(processor: ProcessorName, message: string): void {
    const times = this.times[processor];
    times.errors += 1;
    times.lastError = message;
  }

  /** After a fault: whatever was under way is over. */
  reset(): void {
    this.running.length = 0;
  }

  status(): readonly ProcessorStatus[] {
    return PROCESSORS.map((processor) => {
      const { cycles, errors, lastMs, lastError, heartbeatAt, durations } = this.times[processor];
      const sorted = durations.slice(0, Math.min(cycles, KEPT)).sort();
      const p95Ms = sorted[Math.floor(0.95 * sorted.length)] ?? 0;
      return { processor, cycles, lastMs, p95Ms, errors, lastError, heartbeatAt };
    });
  }
}

const noTimes = (): Times => ({
  ...{ cycles: 0, errors: 0, lastMs: 0, lastError: undefined, heartbeatAt: undefined },
  durations: new Float64Array(KEPT),
});
