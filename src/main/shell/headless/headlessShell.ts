// The engines in a terminal: a view redrawn in place, or lines where nobody watches a screen. Trades nothing, holds nothing up.
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Wall } from '../../app/wall.ts';
import type { Shell, StatusView } from '../ports.ts';
import { untilAborted } from '../untilAborted.ts';
import { frame } from './frame.ts';
import { lineText } from './line.ts';
import { PlainLines } from './plainLines.ts';
import type { Terminal } from './terminal.ts';

const FRAME_MS = 333;
const SUMMARY_EVERY_MS = 30_000;

// The view has a screen of its own, so that what stood in the terminal before is there again afterwards.
const ENTER = '\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[2J';
const LEAVE = '\x1b[?7h\x1b[?25h\x1b[?1049l';
/** Terminals that know it show the lines between at once; the others ignore it. */
const [BEGIN, END] = ['\x1b[?2026h', '\x1b[?2026l'];
const HOME = '\x1b[H';
const CLEAR_LINE_END = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

/** One way of showing the engines. */
interface Display {
  open(): void;
  show(statuses: readonly EngineStatus[]): void;
  close(): void;
}

/** Needs no more than what there is to see. */
export type HeadlessShell = Omit<Shell, 'run'> & { run(view: StatusView): Promise<void> };

export function createHeadlessShell(surroundings: { readonly terminal: Terminal; readonly wall: Wall }): HeadlessShell {
  return {
    name: 'headless',
    run: async (view) => {
      try {
        await showUntilEnd(view, surroundings);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        surroundings.terminal.write(`The status view has failed, the engines go on without it: ${message}\n`);
        await untilAborted(view.ended);
      }
    },
    openWindow: () =>
      Promise.reject(new AppError('NOT_FOUND', 'it runs without a window; stop it, then start Foredeck with one')),
  };
}

async function showUntilEnd(
  { status, ended }: StatusView,
  { terminal, wall }: { terminal: Terminal; wall: Wall },
): Promise<void> {
  const display = terminal.isTty ? screen(terminal) : lines(terminal, wall);
  let wake = (): void => undefined;
  const nap = (): Promise<void> =>
    new Promise((done) => {
      const callOff = wall.after(FRAME_MS, done);
      wake = () => {
        callOff();
        done();
      };
    });
  const onEnd = (): void => wake();
  const ignoreResize = terminal.onResize(() => wake());
  const ignoreExit = terminal.onExit(() => display.close());
  ended.addEventListener('abort', onEnd);
  try {
    display.open();
    while (!ended.aborted) {
      if (!terminal.isBusy()) display.show(status());
      await nap();
    }
    display.show(status());
  } finally {
    ended.removeEventListener('abort', onEnd);
    ignoreExit();
    ignoreResize();
    display.close();
  }
}

function screen(terminal: Terminal): Display {
  return {
    open: () => terminal.write(ENTER),
    // All of it each time: whatever else wrote to the terminal meanwhile is gone with the next frame.
    show: (statuses) => {
      const lines = frame(statuses, { columns: terminal.columns(), rows: terminal.rows() });
      const text = lines.map((line) => `${lineText(line, terminal.hasColors)}${CLEAR_LINE_END}`).join('\r\n');
      terminal.write(`${BEGIN}${HOME}${text}${CLEAR_BELOW}${END}`);
    },
    close: () => terminal.write(LEAVE),
  };
}

function lines(terminal: Terminal, wall: Wall): Display {
  const plain = new PlainLines();
  let summaryDue = wall.elapsedMs();
  return {
    open: () => undefined,
    show: (statuses) => {
      const told = plain.changes(statuses);
      const summaries = wall.elapsedMs() >= summaryDue ? plain.summaries(statuses) : [];
      if (summaries.length > 0) summaryDue = wall.elapsedMs() + SUMMARY_EVERY_MS;
      told.push(...summaries);
      if (told.length > 0) terminal.write(`${told.join('\n')}\n`);
    },
    close: () => undefined,
  };
}
