// Settings changed from the window: written to the trader's file, taken up by the engines at once, told in the activity with who
// and why.
import { type ConfigChange, ConfigProblems } from '../../config/configFile.ts';
import { RequestError, withoutPaths } from '../../ipc/requestError.ts';
import type { WindowContext } from './windowContext.ts';

/** Throws `RequestError` REFUSED with every problem; `AppError` where the file cannot be written. */
export async function editSettings(
  { configFile, lookAtSettings, manager }: Pick<WindowContext, 'configFile' | 'lookAtSettings' | 'manager'>,
  { changes, reason }: { readonly changes: readonly ConfigChange[]; readonly reason: string },
): Promise<void> {
  try {
    await configFile.edit(changes);
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    const problems = error.problems.map(({ message, line, column }) => ({
      message: withoutPaths(message),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    }));
    throw new RequestError('REFUSED', problems.map(({ message }) => message).join('; '), { problems });
  }
  const told = changes.map(({ path, value }) => `${path} = ${value === undefined ? 'default' : JSON.stringify(value)}`);
  for (const host of manager.hosts)
    host.say({
      at: host.core.clock,
      level: 'info',
      text: `Settings were changed (window: ${reason}): ${told.join(', ')}.`,
    });
  lookAtSettings();
}
