// The window's frame: top bar, navigation, the open view, and what works from all of them.
import { Suspense, useEffect, type ReactNode } from 'react';
import { useSelectedEngine } from '../lib/live/selected.ts';
import { followAddress, useRoute } from '../lib/route.ts';
import { useDocumentTheme } from '../lib/theme.ts';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { Loading } from '../ui/States.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { venueKind } from '../lib/venueKind.ts';
import { Announcer } from './Announcer.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { FirstRun } from './FirstRun.tsx';
import { KillSwitchDialog } from './KillSwitch.tsx';
import { Navigation } from './Navigation.tsx';
import { Palette } from './Palette.tsx';
import { ShortcutHelp } from './ShortcutHelp.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { TopBar } from './TopBar.tsx';
import { NAVIGATION } from './views.ts';
import './app.css';

export function App(): ReactNode {
  useDocumentTheme();
  useEffect(followAddress, []);
  const kind = useSelectedEngine(venueKind);
  return (
    <div className={`frame frame-${kind}`}>
      <a className="skipLink" href="#main" onClick={focusMain}>
        Skip to the view
      </a>
      <TopBar />
      <Navigation />
      <main id="main" className="main" tabIndex={-1}>
        <OpenView />
      </main>
      <Shortcuts />
      <Palette />
      <ShortcutHelp />
      <KillSwitchDialog />
      <FirstRun />
      <Announcer />
      <LiveRegion />
      <Toasts />
    </div>
  );
}

function focusMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function OpenView(): ReactNode {
  const name = useRoute((route) => route.view);
  const view = NAVIGATION.find((each) => each.name === name);
  useEffect(() => {
    document.title = view === undefined ? 'Foredeck' : `${view.label} · Foredeck`;
  }, [view]);
  if (view === undefined) return null;
  const { Component } = view;
  return (
    <ErrorBoundary key={name}>
      <Suspense fallback={<Loading what={view.label.toLowerCase()} />}>
        <Component />
      </Suspense>
    </ErrorBoundary>
  );
}
