// A host on two made-up markets with a strategy that trades all the time, for two days.
import type { HostRunOptions } from './hostRun.ts';
import { aSessionConfig, sessionSeries } from './session.ts';

export function busyHost(seed: string, days = 2): HostRunOptions {
  const session = aSessionConfig();
  const instruments = session.instruments.slice(1, 3);
  const strategies = session.strategies.filter(({ id }) => id === 'busy');
  const config = { ...session, instruments, strategies, mode: 'paper', recordsDecisions: true } as const;
  return { config, series: sessionSeries(seed, days * 96, config) };
}
