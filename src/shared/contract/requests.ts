// Every request of the window: one map from which types, validation, dispatch and documentation come.
import type { z } from 'zod';
import { historyRequests } from './requests/history.ts';
import { marketRequests } from './requests/market.ts';
import { settingsRequests } from './requests/settings.ts';
import { tradingRequests } from './requests/trading.ts';

export const REQUESTS = {
  ...tradingRequests,
  ...historyRequests,
  ...marketRequests,
  ...settingsRequests,
} as const;

export type RequestName = keyof typeof REQUESTS;
/** As the window writes them. */
export type ParamsOf<N extends RequestName> = z.input<(typeof REQUESTS)[N]['params']>;
/** As a handler gets them: defaults filled in. */
export type CheckedParamsOf<N extends RequestName> = z.output<(typeof REQUESTS)[N]['params']>;
export type ResultOf<N extends RequestName> = z.output<(typeof REQUESTS)[N]['result']>;

export const REQUEST_NAMES = Object.keys(REQUESTS) as readonly RequestName[];

export const isRequestName = (name: string): name is RequestName => Object.hasOwn(REQUESTS, name);
