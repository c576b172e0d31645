// Long work of the store as progress on the terminal.
import type { CommandContext, ProgressTask } from '../../config/commandContext.ts';
import type { LongWork, StoreProgress } from '../../store/commands/longWork.ts';

const LABELS: Readonly<Record<StoreProgress['phase'], string>> = {
  read: 'reading',
  store: 'storing',
  compute: 'computing',
  write: 'writing',
};

/** Runs `work`, one progress task per phase. */
export async function withStoreProgress<T>(
  { progress, signal }: CommandContext,
  work: (longWork: LongWork) => Promise<T>,
): Promise<T> {
  let phase: StoreProgress['phase'] | undefined;
  let task: ProgressTask | undefined;
  const onProgress = (at: StoreProgress): void => {
    if (at.phase !== phase) {
      task?.end();
      phase = at.phase;
      task = progress.begin(LABELS[phase], at.total, at.unit);
    }
    task?.update(at.done);
  };
  const result = await work({ onProgress, signal });
  task?.end();
  return result;
}
