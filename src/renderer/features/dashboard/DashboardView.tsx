// The dashboard: panels the trader docks as they like; the layout is remembered, and one button brings the default back.
import type { ReactNode } from 'react';
import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type DockviewTheme,
  type IDockviewPanelHeaderProps,
} from 'dockview-react';
import 'dockview-react/dist/styles/dockview.css';
import '../../ui/market/market.css';
import { readLayout } from '../../lib/layout.ts';
import { resetLayout, useLayoutTurn } from '../../ui/resetLayout.ts';
import { prefer, usePreferences } from '../../lib/preferences.ts';
import { useSelectedConnection } from '../../lib/live/selected.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Panel.tsx';
import { Loading } from '../../ui/States.tsx';
import { addDefaultPanels, PANEL_COMPONENTS, PANEL_NAMES } from './panels.tsx';
import './dashboard.css';

const THEME: DockviewTheme = { name: 'foredeck', className: 'dockTheme', gap: 6, tabGroupIndicator: 'none' };
const SAVE_AFTER_MS = 400;

export function DashboardView(): ReactNode {
  const connection = useSelectedConnection();
  const layoutTurn = useLayoutTurn((state) => state.turn);
  return (
    <Page
      title="Dashboard"
      className="dashboard"
      actions={
        <Button tone="quiet" icon="reset" isSmall onClick={resetLayout}>
          Reset layout
        </Button>
      }
    >
      {connection === undefined ? <Loading what="the connection" /> : <Dock key={layoutTurn} />}
    </Page>
  );
}

/** No button in it: a panel is moved, not closed, and a tab holds nothing that could be pressed. */
function TabTitle({ api }: IDockviewPanelHeaderProps): ReactNode {
  return <span className="dockTab">{api.title}</span>;
}

function Dock(): ReactNode {
  const onReady = ({ api }: DockviewReadyEvent): void => {
    const saved = readLayout(usePreferences.getState().dashboardLayout, PANEL_NAMES);
    if (saved === undefined || !tryLayout(api, saved)) showDefault(api);
    keepLayout(api);
  };
  return (
    <DockviewReact
      className="dock"
      theme={THEME}
      components={PANEL_COMPONENTS}
      defaultTabComponent={TabTitle}
      onReady={onReady}
      disableFloatingGroups
      defaultRenderer="onlyWhenVisible"
    />
  );
}

function showDefault(api: DockviewApi): void {
  api.clear();
  addDefaultPanels(api);
}

function tryLayout(api: DockviewApi, saved: unknown): boolean {
  try {
    api.fromJSON(saved as Parameters<DockviewApi['fromJSON']>[0]);
    return true;
  } catch {
    // A layout of an older dock is not worth a message: the default is shown.
    return false;
  }
}

/** Remembers every change a moment after it; the first layout is no change. */
function keepLayout(api: DockviewApi): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known = JSON.stringify(api.toJSON());
  api.onDidLayoutChange(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const layout = api.toJSON();
      const text = JSON.stringify(layout);
      if (text === known || api.totalPanels === 0) return;
      known = text;
      prefer({ dashboardLayout: layout });
    }, SAVE_AFTER_MS);
  });
}
