// What the program needs of whatever shows it to a person, a terminal or a window; and what a window gets of the program.
import type { EngineStatus } from '../../shared/domain/engineStatus.ts';
import type { Wall } from '../app/wall.ts';
import type { WindowSession, WindowTransport } from '../ipc/transport.ts';
import type { Logger } from '../logging/logger.ts';
import type { PreferenceStore } from './preferences.ts';

export const SHELL_NAMES = ['electron', 'chromium', 'headless'] as const;
export type ShellName = (typeof SHELL_NAMES)[number];

/** What there is to see. */
export interface StatusView {
  /** One per connection, as it is now; cheap enough to be asked several times a second. */
  readonly status: () => readonly EngineStatus[];
  /** Aborted when there is nothing more to show: after the engines have stopped. */
  readonly ended: AbortSignal;
}

/** What a shell shows, and what it lets a person do. */
export interface ShellView extends StatusView {
  /** Begins to answer a window. */
  readonly openSession: (transport: WindowTransport) => WindowSession;
  /** Asks the program to stop in order; `ended` tells when it has. */
  readonly stop: () => void;
  /** The machine may have slept: every account is compared with its venue again. */
  readonly reconcile: () => void;
  /** On every connection; a sentence for each that tells what came of it. */
  readonly command: (type: 'halt' | 'killSwitch', reason: string) => Promise<string>;
}

export interface Shell {
  readonly name: ShellName;
  /** Shows the engines until the view ends, then leaves everything as it was found. Never rejects: a view that fails says so. */
  run(view: ShellView): Promise<void>;
  /** Brings the window to the front, or opens it again. Rejects with `AppError` where there is none to open. */
  openWindow(): Promise<void>;
}

/** What a shell is made in. */
export interface ShellSurroundings {
  /** Exists. */
  readonly dataDir: string;
  readonly preferences: PreferenceStore;
  /** Shows the engines where the shell cannot. */
  readonly fallback: Shell;
  /** A sentence for whoever looks at the terminal. */
  readonly note: (text: string) => void;
  readonly wall: Wall;
  readonly log: Logger;
}

/** For a process that has windows of its own. */
export type ShellFactory = (surroundings: ShellSurroundings) => Shell;
