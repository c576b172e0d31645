import type { ReactNode } from 'react';
import { routeHref, useRoute } from '../lib/route.ts';
import { Icon } from '../ui/Icon.tsx';
import { NAVIGATION } from './views.ts';

export function Navigation(): ReactNode {
  const open = useRoute((route) => route.view);
  return (
    <nav className="nav" aria-label="Main">
      <ul>
        {NAVIGATION.map((view) => (
          <li key={view.name}>
            <a
              href={routeHref(view.name)}
              aria-current={view.name === open ? 'page' : undefined}
              title={`${view.label} (g ${view.key})`}
            >
              <Icon name={view.icon} size={17} />
              <span className="navLabel">{view.label}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
