// Progress of long work on stderr: a bar on a terminal, a line now and then elsewhere.
import { groupDigits } from '../../shared/groupDigits.ts';
import type { Progress, ProgressTask, WallClock } from '../config/commandContext.ts';

const BAR_EVERY_MS = 80;
const LINE_EVERY_MS = 1000;
const BAR_CELLS = 24;

export interface ProgressTarget {
  readonly write: (text: string) => void;
  readonly isTty: boolean;
  readonly clock: WallClock;
}

export const NO_PROGRESS: Progress = { begin: () => ({ update: () => undefined, end: () => undefined }) };

export function createProgress(target: ProgressTarget): Progress {
  return { begin: (label, total, unit) => beginTask(target, { label, total, unit }) };
}

interface Work {
  readonly label: string;
  readonly total: number | undefined;
  readonly unit: string;
}

function beginTask({ write, isTty, clock }: ProgressTarget, work: Work): ProgressTask {
  const started = clock.elapsedMs();
  const every = isTty ? BAR_EVERY_MS : LINE_EVERY_MS;
  let shown = started;
  let latest = 0;
  return {
    update: (done) => {
      latest = done;
      const now = clock.elapsedMs();
      if (now - shown < every) return;
      shown = now;
      write(
        isTty
          ? `\r\x1b[K${work.label} ${bar(work, done)}${amount(work, done)}`
          : `${work.label}: ${amount(work, done)}\n`,
      );
    },
    end: () => {
      const seconds = ((clock.elapsedMs() - started) / 1000).toFixed(1);
      if (isTty) write('\r\x1b[K');
      if (latest > 0) write(`${work.label}: ${groupDigits(latest)} ${work.unit} in ${seconds} s\n`);
    },
  };
}

function bar({ total }: Work, done: number): string {
  if (total === undefined) return '';
  const filled = Math.min(BAR_CELLS, Math.floor((done / Math.max(total, 1)) * BAR_CELLS));
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_CELLS - filled)}] `;
}

function amount({ total, unit }: Work, done: number): string {
  if (total === undefined) return `${groupDigits(done)} ${unit}`;
  return `${String(Math.floor((100 * done) / Math.max(total, 1)))} % (${groupDigits(done)} of ${groupDigits(total)} ${unit})`;
}
