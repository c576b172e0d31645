// What the program needs of whatever shows it to a person: the terminal now, windows later.
import type { EngineStatus } from '../../shared/domain/engineStatus.ts';

/** What a shell shows. */
export interface ShellView {
  /** One per connection, as it is now; cheap enough to be asked several times a second. */
  readonly status: () => readonly EngineStatus[];
  /** Aborted when there is nothing more to show: after the engines have stopped. */
  readonly ended: AbortSignal;
}

export interface Shell {
  readonly name: 'headless';
  /** Shows the engines until the view ends, then leaves everything as it was found. Never rejects: a view that fails says so. */
  run(view: ShellView): Promise<void>;
}
