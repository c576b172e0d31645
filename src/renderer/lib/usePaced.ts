import { useEffect, useRef, useState } from 'react';

/** The value, anew at most once in `ms`: at once where the last change is longer ago, else the newest when the time is over. */
export function usePaced<T>(value: T, ms: number): T {
  const [paced, setPaced] = useState(value);
  const changedAt = useRef(-Infinity);
  useEffect(() => {
    if (Object.is(value, paced)) return undefined;
    const take = (): void => {
      changedAt.current = performance.now();
      setPaced(value);
    };
    const timer = setTimeout(take, Math.max(0, changedAt.current + ms - performance.now()));
    return () => clearTimeout(timer);
  }, [value, paced, ms]);
  return paced;
}
