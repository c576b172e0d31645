// How a command ends: the number for programs, the sentence for people.
import type { CommandOutcome } from '../config/commandContext.ts';
import { isSystemError, systemErrorText } from '../config/systemError.ts';
import { AppError } from '../../shared/errors.ts';

export const EXIT = { done: 0, no: 1, badInput: 2, fault: 3, stopped: 130 } as const;
export type ExitCode = CommandOutcome | (typeof EXIT)[keyof typeof EXIT];

/** A failure in the terms of the contract. */
export interface Failure {
  readonly code: Exclude<ExitCode, 0>;
  /** For programs: what `--json` prints. */
  readonly name: string;
  readonly message: string;
}

export function toFailure(error: unknown): Failure {
  if (error instanceof AppError && error.code !== 'FAULT') {
    const code = error.code === 'CANCELED' ? EXIT.stopped : EXIT.badInput;
    return { code, name: error.code, message: error.message };
  }
  if (isSystemError(error)) return { code: EXIT.badInput, name: error.code ?? '', message: systemErrorText(error) };
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: EXIT.fault,
    name: 'FAULT',
    message: `${message}\nThis is a fault of Foredeck, not of your input; FOREDECK_DEBUG=1 shows where it happened.`,
  };
}
