// A shell that fails must not take the engines with it.
import type { Logger } from '../logging/logger.ts';
import type { StatusView } from './ports.ts';
import { untilAborted } from './untilAborted.ts';

/** As long as the view, however `work` ends: a failure is logged. */
export async function outliveFailure(work: Promise<void>, view: StatusView, log: Logger): Promise<void> {
  try {
    await work;
  } catch (error) {
    log.error('the window has failed, the engines go on without it', { error: String(error) });
  }
  await untilAborted(view.ended);
}
