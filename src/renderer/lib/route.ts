// Where the window is: a view and its parameters in the address's hash, so that back, reload and links work.
import { create } from 'zustand';

export const VIEWS = [
  'dashboard',
  'chart',
  'positions',
  'orders',
  'signals',
  'models',
  'strategies',
  'risk',
  'connections',
  'trades',
  'backtest',
  'activity',
  'health',
  'settings',
  'about',
] as const;
export type ViewName = (typeof VIEWS)[number];

export interface Route {
  readonly view: ViewName;
  readonly params: Readonly<Record<string, string>>;
}

const isView = (text: string): text is ViewName => (VIEWS as readonly string[]).includes(text);

/** `#/chart?symbol=BTC/USDT`; anything unknown is the dashboard. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return isView(path)
    ? { view: path, params: Object.fromEntries(new URLSearchParams(query)) }
    : { view: 'dashboard', params: {} };
}

export function routeHref(view: ViewName, params: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(params).toString();
  return query === '' ? `#/${view}` : `#/${view}?${query}`;
}

export const useRoute = create<Route>(() => parseRoute(''));

/** Goes to a view, as a link would. */
export function navigate(view: ViewName, params?: Readonly<Record<string, string>>): void {
  location.hash = routeHref(view, params);
}

/** Follows the address; called once by the frame. */
export function followAddress(): () => void {
  const read = (): void => useRoute.setState(parseRoute(location.hash), true);
  read();
  addEventListener('hashchange', read);
  return () => removeEventListener('hashchange', read);
}
