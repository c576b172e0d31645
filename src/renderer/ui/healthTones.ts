import type { HealthReport } from '../../shared/contract/records/system.ts';
import type { Tone } from './Badge.tsx';

export const HEALTH_TONES: Readonly<Record<HealthReport['status'], Tone>> = {
  healthy: 'good',
  degraded: 'warn',
  unhealthy: 'bad',
};
