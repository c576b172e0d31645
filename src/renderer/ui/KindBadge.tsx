// Whose money it is, as a badge; and as the head of a dialog that acts on one connection.
import type { ReactNode } from 'react';
import { kindMeaning, type Kindly, kindWords, venueKind } from '../lib/venueKind.ts';
import { Badge } from './Badge.tsx';

interface KindBadgeProps {
  /** An engine, or a connection; undefined: none runs. */
  readonly of: Kindly | undefined;
  /** Behind the words. */
  readonly more?: string;
}

export function KindBadge({ of, more = '' }: KindBadgeProps): ReactNode {
  const kind = venueKind(of);
  const isWarning = kind === 'live' || kind === 'rehearsal';
  return (
    <Badge tone={kind === 'none' ? 'neutral' : kind} icon={isWarning ? 'warning' : null} title={kindMeaning(of)}>
      {kindWords(of)}
      {more}
    </Badge>
  );
}

/** What a dialog is about: `SIMULATED on simulator`. */
export function OnConnection({ of }: { readonly of: Kindly & { readonly connection: string } }): ReactNode {
  return (
    <span className="row">
      <KindBadge of={of} /> on {of.connection}
    </span>
  );
}
