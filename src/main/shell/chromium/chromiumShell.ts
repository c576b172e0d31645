// The window in an installed browser: opened, opened again when its browser is lost, and when it is closed the trader's wish obeyed.
import { assertNever } from '../../../shared/assert.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Wall } from '../../app/wall.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Shell, ShellView } from '../ports.ts';
import type { PreferenceStore } from '../preferences.ts';
import { outliveFailure } from '../outliveFailure.ts';
import { untilAborted } from '../untilAborted.ts';
import type { ChromiumWindow } from './chromiumWindow.ts';
import type { ClosingAnswer } from './closingSource.ts';

export interface ChromiumShellOptions {
  /** Rejects with `AppError` where no window opens. */
  readonly openMain: (view: ShellView) => Promise<ChromiumWindow>;
  /** The question what to do now; tells what was answered, if anything was, to its listener. */
  readonly openQuestion: (take: (answer: ClosingAnswer) => void) => Promise<ChromiumWindow>;
  readonly preferences: PreferenceStore;
  /** Shows the engines instead where the window does not open at all. */
  readonly fallback: Shell;
  /** A sentence for people. */
  readonly note: (text: string) => void;
  readonly wall: Wall;
  readonly log: Logger;
}

/** A browser that is lost oftener within the time is not started again by itself. */
const MOST_LOSSES = 3;
const LOSSES_WITHIN_MS = 60_000;

export function createChromiumShell(options: ChromiumShellOptions): Shell {
  const running = new RunningShell(options);
  return {
    name: 'chromium',
    run: (view) => outliveFailure(running.run(view), view, options.log),
    openWindow: () => running.openWindow(),
  };
}

/** Who waits for a window that is being opened. */
interface Waiting {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

class RunningShell {
  private readonly options: ChromiumShellOptions;
  private window: ChromiumWindow | undefined;
  /** Why there is no window to open any more. */
  private refusal: AppError | undefined;
  private waiting: Waiting[] = [];
  private wake = (): void => undefined;
  private readonly losses: number[] = [];

  constructor(options: ChromiumShellOptions) {
    this.options = options;
  }

  /** Until the view ends. */
  async run(view: ShellView): Promise<void> {
    const ended = untilAborted(view.ended);
    try {
      while (!view.ended.aborted && (await this.showOnce(view, ended)));
      await ended;
    } finally {
      this.refuseFromNow('Foredeck is stopping; start it again when it has');
    }
  }

  async openWindow(): Promise<void> {
    if (this.refusal !== undefined) throw this.refusal;
    // One that has just been closed, but is not missed yet, cannot be shown.
    const isShown = await this.window?.show().then(
      () => true,
      () => false,
    );
    if (isShown === true) return;
    await new Promise<void>((done, failed) => {
      this.waiting.push({ done, failed });
      this.wake();
    });
  }

  /** One window from its opening to its end, and what follows. False: no more windows. */
  private async showOnce(view: ShellView, ended: Promise<void>): Promise<boolean> {
    const isFirst = this.losses.length === 0 && this.waiting.length === 0;
    try {
      this.window = await this.options.openMain(view);
    } catch (error) {
      return this.withoutWindow(view, { error, isFirst });
    }
    this.settle();
    this.options.note('The window is open; Ctrl+C here stops Foredeck.');
    const end = await Promise.race([this.window.gone, ended]);
    const { window } = this;
    this.window = undefined;
    if (end === undefined) {
      await window.close();
      return false;
    }
    return end === 'lost' ? this.afterLoss(ended) : this.afterClose(view, ended);
  }

  private async withoutWindow(
    view: ShellView,
    { error, isFirst }: { readonly error: unknown; readonly isFirst: boolean },
  ): Promise<boolean> {
    const reason = error instanceof Error ? error.message : String(error);
    this.options.log.error('the window could not be opened', { error: reason });
    this.settle(error);
    if (isFirst) {
      this.options.note(`No window: ${reason}\nThe status view is in the terminal instead.`);
      this.refuseFromNow(`the window could not be opened when Foredeck started: ${reason}`);
      await this.options.fallback.run(view);
      return false;
    }
    this.options.note(
      `The window could not be opened: ${reason}\nThe engines go on; start Foredeck again to try once more.`,
    );
    return this.untilAsked(untilAborted(view.ended));
  }

  private async afterLoss(ended: Promise<void>): Promise<boolean> {
    const at = this.options.wall.elapsedMs();
    this.losses.push(at);
    if (this.losses.filter((lost) => at - lost < LOSSES_WITHIN_MS).length <= MOST_LOSSES) return true;
    this.options.note(
      'The browser of the window keeps failing. The engines go on; start Foredeck again to open the window.',
    );
    return this.untilAsked(ended);
  }

  private async afterClose(view: ShellView, ended: Promise<void>): Promise<boolean> {
    const answer = this.options.preferences.get().whenWindowCloses ?? (await this.ask(ended));
    if (view.ended.aborted) return false;
    switch (answer) {
      case 'again':
        return true;
      case 'stop':
        this.options.note('The window was closed: stopping.');
        view.stop();
        return false;
      case 'keep':
      case undefined:
        this.options.note(
          'The window is closed; the engines go on. Start Foredeck again to open it, Ctrl+C here stops.',
        );
        return this.untilAsked(ended);
      default:
        return assertNever(answer);
    }
  }

  /** Undefined: closed without an answer, which is not one for good. */
  private async ask(ended: Promise<void>): Promise<ClosingAnswer | 'again' | undefined> {
    let take = (_answer: ClosingAnswer): void => undefined;
    const answered = new Promise<ClosingAnswer>((done) => (take = done));
    // From now on: whoever asks while the question is being opened is not to wait for its answer.
    const asked = new Promise<'again'>((done) => (this.wake = () => done('again')));
    let question: ChromiumWindow;
    try {
      question = await this.options.openQuestion(take);
    } catch (error) {
      this.options.log.error('the question could not be asked', { error: String(error) });
      return undefined;
    }
    const unanswered = Promise.race([question.gone, ended]).then(() => undefined);
    const answer = await Promise.race([answered, asked, unanswered]);
    await question.close();
    if (answer === 'keep' || answer === 'stop') await this.options.preferences.set({ whenWindowCloses: answer });
    return answer;
  }

  /** In the background until the window is wanted again (true) or everything ends. */
  private async untilAsked(ended: Promise<void>): Promise<boolean> {
    if (this.waiting.length > 0) return true;
    const asked = new Promise<true>((done) => (this.wake = () => done(true)));
    return (await Promise.race([asked, ended])) === true;
  }

  private refuseFromNow(message: string): void {
    this.refusal = new AppError('NOT_FOUND', message);
    this.settle(this.refusal);
  }

  private settle(error?: unknown): void {
    const settled = this.waiting;
    this.waiting = [];
    for (const { done, failed } of settled) {
      if (error === undefined) done();
      else failed(error);
    }
  }
}
