// Toasts: only for what the trader did or must know. Base UI's, because it brings no <style> of its own past the CSP.
import { useEffect, type ReactNode } from 'react';
import { Toast } from '@base-ui/react/toast';
import { Icon } from './Icon.tsx';

export interface Tell {
  readonly title: string;
  readonly text?: string;
  readonly tone?: 'good' | 'warn' | 'bad' | 'info';
  /** One way back, where there is one. */
  readonly undo?: () => void;
}

const toasts = Toast.createToastManager();

/** None stays: it would cover what lies below it for good. The pointer or the focus on them stops the time. */
const LIFE_MS = { short: 6000, undo: 10_000, bad: 20_000 } as const;

/** Shows it for a while; what went wrong longer. */
export function tell({ title, text, tone = 'info', undo }: Tell): void {
  const id = toasts.add({
    title,
    ...(text === undefined ? {} : { description: text }),
    type: tone,
    timeout: tone === 'bad' ? LIFE_MS.bad : undo === undefined ? LIFE_MS.short : LIFE_MS.undo,
    priority: tone === 'bad' ? 'high' : 'low',
    ...(undo === undefined
      ? {}
      : {
          actionProps: {
            children: 'Undo',
            onClick: () => {
              toasts.close(id);
              undo();
            },
          },
        }),
  });
}

/** Escape closes them where it has nothing else to close. */
function useEscape(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.querySelector('[role=dialog]:not(.toast)') === null) toasts.close();
    };
    // Before a dialog hears it, and is gone.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}

const ICONS = { good: 'check', warn: 'warning', bad: 'warning', info: 'about' } as const;

export function Toasts(): ReactNode {
  useEscape();
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="toasts" aria-label="Messages">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList(): ReactNode {
  const manager = Toast.useToastManager();
  return manager.toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={`toast toast-${toast.type ?? 'info'}`} swipeDirection={[]}>
      <Toast.Content className="toastContent">
        <Icon name={ICONS[(toast.type ?? 'info') as keyof typeof ICONS]} />
        <div className="toastText">
          <Toast.Title className="toastTitle" render={<strong />} />
          <Toast.Description className="toastDescription" />
        </div>
        {toast.actionProps === undefined ? null : <Toast.Action className="button button-small" />}
        <Toast.Close className="button button-quiet button-icon" aria-label="Close">
          <Icon name="close" size={14} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
