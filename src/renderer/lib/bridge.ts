// The window's way to main: requests as promises of results, and a hook that asks, keeps the answer and asks again.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ForedeckBridge } from '../../shared/contract/bridge.ts';
import type { ParamsOf, RequestName, ResultOf } from '../../shared/contract/requests.ts';
import type { WireError, WireResult } from '../../shared/contract/result.ts';

declare global {
  interface Window {
    readonly foredeck?: ForedeckBridge;
  }
}

const NO_BRIDGE: WireError = {
  code: 'UNAVAILABLE',
  message: 'The window has no connection to the program. Close it and start Foredeck again.',
  correlationId: '-',
};

/** Asks main; never rejects. */
export async function request<N extends RequestName>(name: N, params: ParamsOf<N>): Promise<WireResult<ResultOf<N>>> {
  return window.foredeck === undefined ? { ok: false, error: NO_BRIDGE } : window.foredeck.request(name, params);
}

/** Sends a command; undefined: accepted. */
export async function requestFailure<N extends RequestName>(
  name: N,
  params: ParamsOf<N>,
): Promise<WireError | undefined> {
  const result = await request(name, params);
  return result.ok ? undefined : result.error;
}

export interface Answer<T> {
  /** The newest answer; kept while it is asked again and when that fails. */
  readonly data: T | undefined;
  /** Of the newest try; the data beside it, if any, are of an earlier one. */
  readonly failure: WireError | undefined;
  readonly isLoading: boolean;
  /** When the data came, wall clock. */
  readonly receivedAt: number | undefined;
  readonly reload: () => void;
}

export interface AskOptions {
  /** Asks again after so long, while the window is seen. */
  readonly everyMs?: number;
  /** False: does not ask yet. */
  readonly isReady?: boolean;
  /** Asks again when it changes, keeping the data. */
  readonly version?: number | string;
  /** Other parameters of the same thing: the answer to the old ones stays until theirs is there; never that of another account. */
  readonly isSticky?: boolean;
}

interface Kept<T> {
  readonly key: string;
  readonly data: T | undefined;
  readonly failure: WireError | undefined;
  readonly receivedAt: number | undefined;
}

/** Asks when shown and whenever the parameters change; an answer that was overtaken is dropped. */
export function useRequest<N extends RequestName>(
  name: N,
  params: ParamsOf<N>,
  { everyMs, isReady = true, version = 0, isSticky = false }: AskOptions = {},
): Answer<ResultOf<N>> {
  const key = JSON.stringify(params);
  const [kept, setKept] = useState<Kept<ResultOf<N>>>();
  const [turn, setTurn] = useState(0);
  const isAsking = useRef(false);
  const reload = useCallback(() => setTurn((last) => last + 1), []);

  useEffect(() => {
    if (!isReady) return undefined;
    let isOvertaken = false;
    isAsking.current = true;
    void request(name, JSON.parse(key) as ParamsOf<N>).then((result) => {
      if (isOvertaken) return;
      isAsking.current = false;
      setKept((before) => keep(before, key, result));
    });
    return () => {
      isOvertaken = true;
    };
  }, [name, key, turn, isReady, version]);

  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden && !isAsking.current) reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, reload]);

  const isCurrent = kept !== undefined && (kept.key === key || (isSticky && isOfSameAccount(kept.key, key)));
  return {
    data: isCurrent ? kept.data : undefined,
    failure: isCurrent ? kept.failure : undefined,
    isLoading: !isCurrent,
    receivedAt: isCurrent ? kept.receivedAt : undefined,
    reload,
  };
}

/** Whether two sets of parameters, as text, name the same connection, or none. */
export const isOfSameAccount = (one: string, other: string): boolean => accountOf(one) === accountOf(other);

const accountOf = (key: string): unknown => (JSON.parse(key) as { readonly connection?: unknown }).connection;

/** A failure keeps the data it could not renew; other parameters keep nothing. */
export function keep<T>(before: Kept<T> | undefined, key: string, result: WireResult<T>): Kept<T> {
  if (result.ok) return { key, data: result.value, failure: undefined, receivedAt: Date.now() };
  const isSame = before?.key === key;
  return {
    key,
    data: isSame ? before.data : undefined,
    failure: result.error,
    receivedAt: isSame ? before.receivedAt : undefined,
  };
}
