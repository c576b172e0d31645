import type { InstanceInfo } from '../../src/main/app/control.ts';
import { toConnectionId, toEpochMs } from '../../src/shared/domain/ids.ts';

export const anInstanceInfo = (overrides: Partial<InstanceInfo> = {}): InstanceInfo => ({
  pid: process.pid,
  startedAt: toEpochMs(Date.UTC(2026, 0, 2, 3, 4, 5)),
  version: '0.1.0',
  shell: 'headless',
  connections: [toConnectionId('simulator')],
  ...overrides,
});
