// A second start does not start anything: it shows the window of the Foredeck that runs on the folder.
import { callControl } from '../../app/instance/callControl.ts';
import { holderText } from '../../app/instance/instanceFile.ts';
import type { CommandContext } from '../../config/commandContext.ts';
import { AppError } from '../../../shared/errors.ts';

/** False: none runs. Throws `AppError` where one runs that has no window to show. */
export async function reopenWindow({ dataDir, out }: CommandContext): Promise<boolean> {
  try {
    await callControl(dataDir, { method: 'who' });
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return false;
    throw error;
  }
  try {
    const holder = await callControl(dataDir, { method: 'openWindow' });
    out.answer({ openedWindowOf: holder }, () => `The window of ${holderText(holder)} is open.`);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError('BAD_INPUT', `Foredeck runs in ${dataDir} already, but shows no window: ${error.message}`, {
      cause: error,
    });
  }
}
