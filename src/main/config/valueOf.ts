import { AppError } from '../../shared/errors.ts';
import { problemText, type Result } from '../../shared/result.ts';

/** The value, or an `AppError` BAD_INPUT that ends the command with the problem's sentence. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new AppError('BAD_INPUT', problemText(result.error));
  return result.value;
}
