// The panels of the dashboard and where they stand at first.
import type { FunctionComponent } from 'react';
import type { DockviewApi, IDockviewPanelProps } from 'dockview-react';
import { ActivityPanel } from './ActivityPanel.tsx';
import { ConsensusPanel } from './ConsensusPanel.tsx';
import { EquityPanel } from './EquityPanel.tsx';
import { HealthPanel } from './HealthPanel.tsx';
import { PositionsPanel } from './PositionsPanel.tsx';
import { SignalsPanel } from './SignalsPanel.tsx';
import { TodayPanel } from './TodayPanel.tsx';

const PANELS = {
  equity: { title: 'Equity and drawdown', Component: EquityPanel },
  today: { title: 'Today', Component: TodayPanel },
  positions: { title: 'Open positions', Component: PositionsPanel },
  consensus: { title: 'Consensus', Component: ConsensusPanel },
  signals: { title: 'Signals', Component: SignalsPanel },
  activity: { title: 'Activity', Component: ActivityPanel },
  health: { title: 'Health', Component: HealthPanel },
} as const;

type PanelName = keyof typeof PANELS;

export const PANEL_NAMES = Object.keys(PANELS) as readonly PanelName[];

const framed = (name: PanelName): FunctionComponent<IDockviewPanelProps> => {
  const { title, Component } = PANELS[name];
  return function DashboardPanel() {
    return (
      <div className="dockPanel" tabIndex={0} role="group" aria-label={`${title}, content`}>
        <Component />
      </div>
    );
  };
};

export const PANEL_COMPONENTS: Record<string, FunctionComponent<IDockviewPanelProps>> = Object.fromEntries(
  PANEL_NAMES.map((name) => [name, framed(name)]),
);

interface Place {
  readonly beside: PanelName;
  readonly direction: 'right' | 'below' | 'within';
  readonly width?: number;
  readonly height?: number;
}

const PLACES: readonly (readonly [PanelName, Place | undefined])[] = [
  ['equity', undefined],
  ['consensus', { beside: 'equity', direction: 'right', width: 0.37 }],
  ['positions', { beside: 'equity', direction: 'below', height: 0.54 }],
  ['signals', { beside: 'positions', direction: 'below', height: 0.3 }],
  ['today', { beside: 'consensus', direction: 'below', height: 0.44 }],
  ['health', { beside: 'today', direction: 'within' }],
  ['activity', { beside: 'today', direction: 'below', height: 0.19 }],
];

/** Sizes are shares of the whole dock. */
export function addDefaultPanels(api: DockviewApi): void {
  for (const [name, place] of PLACES) {
    api.addPanel({
      id: name,
      component: name,
      title: PANELS[name].title,
      ...(place === undefined ? {} : { position: { referencePanel: place.beside, direction: place.direction } }),
      ...(place?.width === undefined ? {} : { initialWidth: Math.round(api.width * place.width) }),
      ...(place?.height === undefined ? {} : { initialHeight: Math.round(api.height * place.height) }),
    });
  }
  api.getPanel('today')?.api.setActive();
}
