// Toasts: only for what the trader did or must know. Base UI's, because it brings no <style> of its own past the CSP.
import type { ReactNode } from 'react';
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

/** Shows it for a few seconds; what went wrong stays until it is closed. */
export function tell({ title, text, tone = 'info', undo }: Tell): void {
  toasts.add({
    title,
    ...(text === undefined ? {} : { description: text }),
    type: tone,
    timeout: tone === 'bad' ? 0 : 6000,
    priority: tone === 'bad' ? 'high' : 'low',
    ...(undo === undefined ? {} : { actionProps: { children: 'Undo', onClick: undo } }),
  });
}

const ICONS = { good: 'check', warn: 'warning', bad: 'warning', info: 'about' } as const;

export function Toasts(): ReactNode {
  return (
    <Toast.Provider toastManager={toasts} limit={4}>
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
