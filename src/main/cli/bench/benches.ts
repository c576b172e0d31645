// Every benchmark of the performance table, in its order.
import type { Bench } from './bench.ts';
import { startBench } from './startBench.ts';

export const BENCHES: readonly Bench[] = [startBench];
