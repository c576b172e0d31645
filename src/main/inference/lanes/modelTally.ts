// What is known of one model's answers: counts, latencies, the newest prediction, and whether it is fit to be asked.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { ModelFailureCode, Prediction } from '../../../shared/domain/prediction.ts';
import type { ModelHealth } from '../ports.ts';

/** So many failures in a row make a model unhealthy. */
const MOST_FAILURES = 3;
const LATENCIES = 200;

export class ModelTally {
  latest: Prediction | undefined;
  private requests = 0;
  private failures = 0;
  private inARow = 0;
  private readonly latencies: number[] = [];
  private lastSuccessAt: EpochMs | undefined;
  private lastFailure: ModelHealth['lastFailure'];

  get isHealthy(): boolean {
    return this.inARow < MOST_FAILURES;
  }

  /** Why it is unhealthy. */
  get trouble(): string {
    const { code, detail } = this.lastFailure ?? { code: '', detail: '' };
    return `${this.inARow} failures in a row, the last ${code}: ${detail}`;
  }

  succeed(latencyMs: number, at: EpochMs): void {
    this.requests += 1;
    this.inARow = 0;
    this.lastSuccessAt = at;
    this.latencies.push(latencyMs);
    if (this.latencies.length > LATENCIES) this.latencies.shift();
  }

  /** True when it is this failure that makes the model unhealthy. */
  fail(code: ModelFailureCode, detail: string, at: EpochMs): boolean {
    this.requests += 1;
    this.failures += 1;
    this.inARow += 1;
    this.lastFailure = { at, code, detail };
    return this.inARow === MOST_FAILURES;
  }

  health(): Omit<ModelHealth, 'model' | 'name' | 'symbol' | 'timeframe' | 'weight'> {
    const sorted = this.latencies.toSorted((a, b) => a - b);
    const quantile = (share: number): number | undefined => sorted[Math.ceil(share * sorted.length) - 1];
    return {
      state: this.isHealthy ? 'healthy' : 'unhealthy',
      ...(!this.isHealthy && { code: 'MODEL_UNHEALTHY' as const, detail: this.trouble }),
      requests: this.requests,
      failures: this.failures,
      failuresInARow: this.inARow,
      lastLatencyMs: this.latencies.at(-1),
      p50LatencyMs: quantile(0.5),
      p95LatencyMs: quantile(0.95),
      lastSuccessAt: this.lastSuccessAt,
      lastFailure: this.lastFailure,
    };
  }
}
