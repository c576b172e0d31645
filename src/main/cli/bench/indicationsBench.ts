// Every indicator with its default parameters over one symbol's candles.
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { invariant } from '../../../shared/assert.ts';
import type { CandleColumns } from '../../../shared/domain/candle.ts';
import { indicationColumns } from '../../engine/indications/indicationSet.ts';
import { INDICATOR_NAMES, type IndicatorSpec, resolveSpec } from '../../engine/indications/registry.ts';
import type { Bench } from './bench.ts';
import { smaCrossCandles } from './smaCrossRun.ts';

export const indicationsBench: Bench = {
  name: 'indications',
  title: `all ${String(INDICATOR_NAMES.length)} indicators with their defaults, per candle and symbol`,
  target: { bound: 'atMost', value: 5, unit: 'us' },
  digest: '276010136875933be0aec84a479e04bb0bccd388098f07b7d50ff1980e3134aa',
  prepare: () => {
    const candles = smaCrossCandles();
    const specs = INDICATOR_NAMES.map(defaultSpec);
    return Promise.resolve({ run: () => Promise.resolve(measure(candles, specs)) });
  },
};

function defaultSpec(name: string): IndicatorSpec {
  const spec = resolveSpec(name, {});
  invariant(spec.ok, `expected defaults of ${name} that go together`);
  return spec.value;
}

function measure(candles: CandleColumns, specs: readonly IndicatorSpec[]): { value: number; digest: string } {
  const startedAt = performance.now();
  const columns = indicationColumns(candles, specs);
  const elapsedUs = (performance.now() - startedAt) * 1000;
  const sum = createHash('sha256');
  for (const values of columns.values()) {
    // One value stands for all the ways a processor writes NaN.
    for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = Infinity;
    sum.update(values);
  }
  return { value: elapsedUs / candles.openTime.length, digest: sum.digest('hex') };
}
