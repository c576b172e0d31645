// Every view: its name in the navigation, its icon, its keys, and where its code is. One chunk per view.
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { ViewName } from '../lib/route.ts';
import type { IconName } from '../ui/Icon.tsx';

export interface View {
  readonly name: ViewName;
  readonly label: string;
  readonly icon: IconName;
  /** After `g`. */
  readonly key: string;
  readonly Component: LazyExoticComponent<ComponentType>;
}

const load = (get: () => Promise<ComponentType>): LazyExoticComponent<ComponentType> =>
  lazy(async () => ({ default: await get() }));

const view = (
  name: ViewName,
  label: string,
  rest: { readonly key: string; readonly get: () => Promise<ComponentType> },
): View => ({
  name,
  label,
  icon: name,
  key: rest.key,
  Component: load(rest.get),
});

export const NAVIGATION: readonly View[] = [
  view('dashboard', 'Dashboard', {
    key: 'd',
    get: async () => (await import('../features/dashboard/DashboardView.tsx')).DashboardView,
  }),
  view('chart', 'Chart', { key: 'c', get: async () => (await import('../features/chart/ChartView.tsx')).ChartView }),
  view('positions', 'Positions', {
    key: 'p',
    get: async () => (await import('../features/trading/PositionsView.tsx')).PositionsView,
  }),
  view('orders', 'Orders', {
    key: 'o',
    get: async () => (await import('../features/trading/OrdersView.tsx')).OrdersView,
  }),
  view('signals', 'Signals', {
    key: 's',
    get: async () => (await import('../features/signals/SignalsView.tsx')).SignalsView,
  }),
  view('models', 'Models', {
    key: 'm',
    get: async () => (await import('../features/models/ModelsView.tsx')).ModelsView,
  }),
  view('strategies', 'Strategies', {
    key: 'y',
    get: async () => (await import('../features/strategies/StrategiesView.tsx')).StrategiesView,
  }),
  view('risk', 'Risk', { key: 'r', get: async () => (await import('../features/risk/RiskView.tsx')).RiskView }),
  view('connections', 'Connections', {
    key: 'n',
    get: async () => (await import('../features/connections/ConnectionsView.tsx')).ConnectionsView,
  }),
  view('trades', 'Trades', {
    key: 't',
    get: async () => (await import('../features/trades/TradesView.tsx')).TradesView,
  }),
  view('backtest', 'Backtest', {
    key: 'b',
    get: async () => (await import('../features/backtest/BacktestView.tsx')).BacktestView,
  }),
  view('activity', 'Activity', {
    key: 'a',
    get: async () => (await import('../features/activity/ActivityView.tsx')).ActivityView,
  }),
  view('health', 'Health', {
    key: 'h',
    get: async () => (await import('../features/health/HealthView.tsx')).HealthView,
  }),
  view('settings', 'Settings', {
    key: 'e',
    get: async () => (await import('../features/settings/SettingsView.tsx')).SettingsView,
  }),
  view('about', 'About', { key: 'i', get: async () => (await import('../features/about/AboutView.tsx')).AboutView }),
];
