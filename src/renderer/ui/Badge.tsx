import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info' | 'sim' | 'paper' | 'rehearsal' | 'live';

const TONE_ICON: Partial<Record<Tone, IconName>> = { good: 'check', warn: 'warning', bad: 'cross' };

export interface BadgeProps {
  readonly tone?: Tone;
  /** Good, warn and bad carry a sign beside their colour unless told otherwise. */
  readonly icon?: IconName | null;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

export function Badge({ tone = 'neutral', icon, title, children }: BadgeProps): ReactNode {
  const sign = icon === undefined ? TONE_ICON[tone] : icon;
  return (
    <span className={`badge badge-${tone}`} title={title}>
      {sign === undefined || sign === null ? null : <Icon name={sign} size={11} />}
      {children}
    </span>
  );
}
