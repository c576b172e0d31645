// Our own bugs: thrown, never handled by the code that made them. The host faults the engine and restarts it by replay.

/** A broken promise of our own code. Its message says what was expected and what was found. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws `InvariantError` unless `condition` holds. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** The value, or an `InvariantError` naming what was missing, and of what. The text is only made when it is needed. */
export function need<T>(value: T | undefined | null, what: string, of?: string): T {
  if (value === undefined || value === null) {
    throw new InvariantError(`expected ${what}${of === undefined ? '' : ` of ${of}`}, found nothing`);
  }
  return value;
}

/** Closes an exhaustive `switch`. */
export function assertNever(value: never): never {
  throw new InvariantError(`unexpected case ${JSON.stringify(value)}`);
}
