// One clock for every age on screen: a tick a second, none while the window is hidden.
import { useSyncExternalStore } from 'react';
import { SECOND_MS } from '../../shared/time.ts';

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (document.hidden) return;
    now = Date.now();
    for (const each of listeners) each();
  }, SECOND_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The machine's time, a second fine. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
