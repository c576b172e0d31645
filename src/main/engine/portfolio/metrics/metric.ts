// One figure of a report: a finite number, or nothing and the reason why. Never a zero, hundred or infinity standing in.
import { invariant } from '../../../../shared/assert.ts';

export interface Metric {
  readonly value: number | null;
  /** Why there is no value. */
  readonly reason?: string;
}

export function metric(value: number): Metric {
  invariant(Number.isFinite(value), `expected a finite metric, found ${String(value)}`);
  return { value };
}

export const noMetric = (reason: string): Metric => ({ value: null, reason });
