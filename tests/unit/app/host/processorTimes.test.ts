import { expect, it } from 'vitest';
import { ProcessorTimes } from '../../../../src/main/app/host/processorTimes.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';

function aProbe() {
  const clock = { ms: 0 };
  const times = new ProcessorTimes(
    () => clock.ms,
    () => toEpochMs(1_000_000 + clock.ms),
  );
  const cycle = (
    processor: 'indication' | 'strategy' | 'realtime' | 'health',
    ms: number,
    inner?: () => void,
  ): void => {
    times.enter(processor);
    inner?.();
    clock.ms += ms;
    times.leave();
  };
  const of = (name: string) => times.status().find(({ processor }) => processor === name);
  return { times, cycle, of };
}

it('times each stage, a stage within a stage apart', () => {
  const { cycle, of } = aProbe();
  cycle('strategy', 3, () => cycle('realtime', 5));
  expect(of('strategy')).toMatchObject({ cycles: 1, lastMs: 3, heartbeatAt: 1_000_008 });
  expect(of('realtime')).toMatchObject({ cycles: 1, lastMs: 5, heartbeatAt: 1_000_005 });
  expect(of('indication')).toMatchObject({ cycles: 0, p95Ms: 0, heartbeatAt: undefined });
});

it('gives the 95th percentile of the last 512 cycles', () => {
  const { cycle, of } = aProbe();
  for (let i = 0; i < 600; i++) cycle('health', 1000);
  for (let i = 1; i <= 512; i++) cycle('health', i);
  expect(of('health')).toMatchObject({ cycles: 1112, lastMs: 512, p95Ms: 487 });
});

it('counts errors with the last one, and starts anew after a fault within a stage', () => {
  const { times, cycle, of } = aProbe();
  times.failed('strategy', 'first');
  times.failed('strategy', 'second');
  times.enter('strategy');
  times.reset();
  cycle('health', 2);
  expect(of('strategy')).toMatchObject({ cycles: 0, errors: 2, lastError: 'second' });
  expect(of('health')).toMatchObject({ lastMs: 2 });
});
