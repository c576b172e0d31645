// What a screen reader hears of fills and alerts, whatever view is open.
import type { ReactNode } from 'react';
import { create } from 'zustand';

const useSpoken = create<{ readonly polite: string; readonly urgent: string }>(() => ({ polite: '', urgent: '' }));

/** Says it; urgent interrupts. */
export const announce = (text: string, isUrgent = false): void =>
  useSpoken.setState(isUrgent ? { urgent: text } : { polite: text });

export function LiveRegion(): ReactNode {
  const { polite, urgent } = useSpoken();
  return (
    <>
      <div className="visuallyHidden" aria-live="polite" data-live="polite">
        {polite}
      </div>
      <div className="visuallyHidden" aria-live="assertive" data-live="assertive">
        {urgent}
      </div>
    </>
  );
}
