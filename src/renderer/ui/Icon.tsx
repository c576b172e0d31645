// Line icons, drawn here so that nothing is fetched; always beside words or with a name on the control that holds them.
import type { ReactNode } from 'react';

const PATHS = {
  dashboard: 'M3 3h8v8H3zM13 3h8v5h-8zM13 10h8v11h-8zM3 13h8v8H3z',
  chart: 'M5 4v16M5 8h3v7H5zM12 3v18M10.5 6h3v9h-3zM19 5v15M17.5 10h3v6h-3z',
  positions: 'M12 3 21 8l-9 5-9-5zM3 12l9 5 9-5M3 16l9 5 9-5',
  orders: 'M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01',
  signals: 'M3 12h4l3-8 4 16 3-8h4',
  models: 'M12 4a3 3 0 1 0 0 .01M5 17a3 3 0 1 0 0 .01M19 17a3 3 0 1 0 0 .01M11 9l-4 6M13 9l4 6M8 18h8',
  strategies: 'M4 6h10M18 6h2M14 4v4h4V4zM4 12h2M10 12h10M6 10v4h4v-4zM4 18h8M16 18h4M12 16v4h4v-4z',
  risk: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM9 12l2 2 4-4',
  connections: 'M9 7V3M15 7V3M6 7h12v4a6 6 0 0 1-12 0zM12 17v4',
  trades: 'M7 4v16M3 8l4-4 4 4M17 20V4M13 16l4 4 4-4',
  backtest: 'M4 12a8 8 0 1 0 3-6.2M4 4v4h4M12 8v5l3 2',
  activity: 'M4 5h16M4 10h10M4 15h16M4 20h8',
  health: 'M12 20s-8-4.5-8-10.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8 2.500C20 15.5 12 20 12 20z',
  settings:
    'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.600l2.1 2.100M16.3 16.300l2.1 2.100M18.4 5.600l-2.1 2.100M7.7 16.300l-2.1 2.1',
  about: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v6M12 7.500h.01',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5',
  close: 'M5 5l14 14M19 5 5 19',
  check: 'M4 12l5 5L20 6',
  cross: 'M6 6l12 12M18 6 6 18',
  question: 'M9 9a3 3 0 1 1 4 2.800c-1 .4-1 1-1 2.200M12 18h.01',
  warning: 'M12 3 22 20H2zM12 10v4M12 17h.01',
  plus: 'M12 4v16M4 12h16',
  download: 'M12 3v12M7 10l5 5 5-5M4 20h16',
  camera: 'M4 7h4l2-3h4l2 3h4v12H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
  ruler: 'M3 16 16 3l5 5L8 21zM7 12l2 2M10 9l2 2M13 6l2 2',
  play: 'M6 4l14 8-14 8z',
  stop: 'M6 6h12v12H6z',
  power: 'M12 3v8M7 6a8 8 0 1 0 10 0',
  reset: 'M4 12a8 8 0 1 0 3-6.200M4 4v4h4',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7 14h10',
  chevron: 'M9 6l6 6-6 6',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
