// What waits in the reconciliation inbox, and the way to it.
import type { ReactNode } from 'react';
import { routeHref } from '../lib/route.ts';
import { Badge } from '../ui/Badge.tsx';

export function DifferencesLink({ count }: { readonly count: number }): ReactNode {
  if (count === 0) return null;
  return (
    <a href={routeHref('orders')} title="They wait in the reconciliation inbox of Orders">
      <Badge tone="bad">
        {String(count)} difference{count === 1 ? '' : 's'}
      </Badge>
    </a>
  );
}
