// The row with the keyboard's focus: drawn wherever the table is scrolled to, and found again when rows above it come or go.
import { type FocusEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

interface RowFocus {
  /** For the virtualizer: what is seen, and the row with the focus. */
  readonly rangeExtractor: (range: Range) => number[];
  /** Brings the focus to the row at `index`, or the nearest there is, which it returns. */
  readonly move: (index: number) => number;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: (event: FocusEvent) => void;
}

/** Rows carry their place in `data-row`; `rows` are all of them, in the order that is shown. */
export function useRowFocus(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly { readonly id: string }[],
): RowFocus {
  const [held, setHeld] = useState<string>();
  const isMoving = useRef(false);
  const index = held === undefined ? -1 : rows.findIndex(({ id }) => id === held);

  useLayoutEffect(() => {
    if (!isMoving.current || index === -1) return;
    isMoving.current = false;
    rowAt(scroller.current, index)?.focus({ preventScroll: true });
  });

  return {
    rangeExtractor: useCallback(
      (range: Range) => {
        const seen = defaultRangeExtractor(range);
        return index === -1 || seen.includes(index) ? seen : [...seen, index].sort((a, b) => a - b);
      },
      [index],
    ),
    move: (wanted) => {
      const to = Math.min(Math.max(0, wanted), rows.length - 1);
      isMoving.current = true;
      setHeld(rows[to]?.id);
      return to;
    },
    onFocus: ({ target }) => setHeld(rows[placeOf(target)]?.id),
    onBlur: ({ relatedTarget }) => {
      if (placeOf(relatedTarget) === -1) setHeld(undefined);
    },
  };
}

const rowAt = (scroller: HTMLElement | null, index: number): HTMLElement | null =>
  scroller?.querySelector<HTMLElement>(`tr[data-row="${String(index)}"]`) ?? null;

/** Of the row that an element is, or is in; -1 outside of rows. */
function placeOf(element: EventTarget | null): number {
  const row = element instanceof Element ? element.closest<HTMLElement>('tr[data-row]') : null;
  return Number(row?.dataset['row'] ?? -1);
}
