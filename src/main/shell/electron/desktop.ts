// What the Electron shell needs of a desktop, so that all it decides can be tested without one.
import type { WindowSession, WindowTransport } from '../../ipc/transport.ts';
import type { WindowState } from '../preferences.ts';
import type { LoginItem } from './loginItem.ts';
import type { TrayItem } from './trayMenu.ts';

export interface WindowRequest {
  readonly last: WindowState | undefined;
  readonly openSession: (transport: WindowTransport) => WindowSession;
  /** The trader wants it closed; true lets it go. */
  readonly mayClose: () => boolean;
  /** It is gone, and this is how it stood. */
  readonly onClosed: (last: WindowState) => void;
}

export interface DesktopWindow {
  show(): void;
  setTitle(title: string): void;
  /** Without asking `mayClose`. */
  destroy(): void;
}

export interface DesktopTray {
  update(tip: string, items: readonly TrayItem[]): void;
  remove(): void;
}

export interface Desktop {
  /** Resolves when windows can be opened. */
  ready(): Promise<void>;
  openWindow(request: WindowRequest): DesktopWindow;
  /** Undefined: this desktop has none. */
  createTray(onClick: () => void): DesktopTray | undefined;
  /** A message beside everything else on the screen; a click opens the window. */
  notify(title: string, body: string, onClick: () => void): void;
  /** The number of the button that was chosen; the last one where the question is closed. */
  ask(question: {
    readonly title: string;
    readonly detail: string;
    readonly buttons: readonly string[];
  }): Promise<number>;
  /** The machine does not fall asleep until the returned function is called. */
  keepAwake(): () => void;
  readonly loginItem: LoginItem;
  on(event: DesktopEvent, listener: () => void): void;
}

/** `opened`: started a second time, or clicked in the dock. `quit`: asked of the program as a whole, or the session ends. */
export type DesktopEvent = 'opened' | 'quit' | 'suspend' | 'resume';
