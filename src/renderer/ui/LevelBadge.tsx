import type { ReactNode } from 'react';
import { Badge } from './Badge.tsx';

/** Of a line that is more than information. */
export function LevelBadge({ level }: { readonly level: 'info' | 'warning' | 'critical' }): ReactNode {
  if (level === 'info') return null;
  return <Badge tone={level === 'warning' ? 'warn' : 'bad'}>{level === 'warning' ? 'Warning' : 'Critical'}</Badge>;
}
