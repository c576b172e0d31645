import { describe, expect, it } from 'vitest';
import { createChromiumShell } from '../../../../src/main/shell/chromium/chromiumShell.ts';
import type { ChromiumWindow } from '../../../../src/main/shell/chromium/chromiumWindow.ts';
import type { ClosingAnswer } from '../../../../src/main/shell/chromium/closingSource.ts';
import { createHeadlessShell } from '../../../../src/main/shell/headless/headlessShell.ts';
import type { ShellPreferences } from '../../../../src/main/shell/preferences.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { aShellView, settled } from '../../../builders/shellView.ts';
import { FakeWall } from '../../../fakes/fakeWall.ts';
import { memoryPreferences } from '../../../fakes/memoryPreferences.ts';
import { RecordingLog } from '../../../fakes/recordingLog.ts';

/** A window that goes when the test, or the shell, says so. */
class FakeWindow implements ChromiumWindow {
  readonly pid = 1;
  readonly gone: Promise<'closed' | 'lost'>;
  shown = 0;
  isOpen = true;
  private leave: (how: 'closed' | 'lost') => void = () => undefined;

  constructor() {
    this.gone = new Promise((done) => (this.leave = done));
  }

  go(how: 'closed' | 'lost'): void {
    this.isOpen = false;
    this.leave(how);
  }

  show = (): Promise<void> => {
    this.shown += 1;
    return this.isOpen ? Promise.resolve() : Promise.reject(new Error('gone'));
  };

  close = (): Promise<void> => {
    this.go('closed');
    return Promise.resolve();
  };
}

/** A shell at work; `failures` are what opening a window meets, in turn. */
async function run(preferences: ShellPreferences = {}, failures: (Error | undefined)[] = []) {
  const { view, asked, end } = aShellView();
  const timers = new FakeWall();
  const { wall } = timers;
  const [windows, questions]: [FakeWindow[], FakeWindow[]] = [[], []];
  const notes: string[] = [];
  const written: string[] = [];
  let answer: (answer: ClosingAnswer) => void = () => undefined;
  const store = memoryPreferences(preferences);
  const never = () => () => undefined;
  const terminal = {
    ...{ isTty: false, hasColors: false, columns: () => 80, rows: () => 24, isBusy: () => false },
    ...{ write: (text: string) => void written.push(text), onResize: never, onExit: never },
  };
  const shell = createChromiumShell({
    openMain: () => {
      const failure = failures.shift();
      if (failure !== undefined) return Promise.reject(failure);
      windows.push(new FakeWindow());
      return Promise.resolve(windows.at(-1)!);
    },
    openQuestion: (take) => {
      answer = take;
      questions.push(new FakeWindow());
      return Promise.resolve(questions.at(-1)!);
    },
    preferences: store,
    fallback: createHeadlessShell({ terminal, wall }),
    note: (text) => notes.push(text),
    wall,
    log: new RecordingLog(),
  });
  const done = shell.run(view);
  await settled();
  const finish = async () => {
    end();
    // The terminal looks up between two frames.
    timers.pass(1_000);
    await done;
  };
  const open = () => [...windows, ...questions].filter(({ isOpen }) => isOpen).length;
  return {
    shell,
    windows,
    questions,
    notes,
    written,
    store,
    asked,
    timers,
    open,
    finish,
    say: (a: ClosingAnswer) => answer(a),
  };
}

describe('a window', () => {
  it('is open until the program has ended', async () => {
    const { windows, open, finish } = await run();
    expect([windows.length, open()]).toEqual([1, 1]);
    await finish();
    expect(open()).toBe(0);
  });

  it('comes to the front when Foredeck is started a second time', async () => {
    const { shell, windows, finish } = await run();
    await shell.openWindow();
    expect([windows.length, windows[0]?.shown]).toEqual([1, 1]);
    await finish();
  });

  it('is opened again when its browser is lost, but not for ever', async () => {
    const { windows, timers, notes, shell, finish } = await run();
    for (let lost = 0; lost < 4; lost += 1) {
      windows.at(-1)?.go('lost');
      await settled();
    }
    expect([windows.length, notes.at(-1)]).toEqual([4, expect.stringMatching('browser of the window keeps failing')]);
    timers.pass(60_001);
    await shell.openWindow();
    windows.at(-1)?.go('lost');
    await settled();
    expect(windows.length).toBe(6);
    await finish();
  });
});

describe('when the window is closed', () => {
  it('asks once; trading on in the background is remembered', async () => {
    const { windows, questions, store, asked, open, shell, say, finish } = await run();
    windows[0]?.go('closed');
    await settled();
    expect([questions.length, open()]).toEqual([1, 1]);
    say('keep');
    await settled();
    expect([store.get(), open(), asked]).toEqual([{ whenWindowCloses: 'keep' }, 0, []]);
    await shell.openWindow();
    windows[1]?.go('closed');
    await settled();
    expect([questions.length, open()]).toEqual([1, 0]);
    await finish();
  });

  it('stops when that is the answer, and at once when it was before', async () => {
    const { windows, store, asked, say, finish } = await run();
    windows[0]?.go('closed');
    await settled();
    say('stop');
    await settled();
    expect([store.get(), asked]).toEqual([{ whenWindowCloses: 'stop' }, ['stop']]);
    await finish();
    const again = await run(store.get());
    again.windows[0]?.go('closed');
    await settled();
    expect([again.questions.length, again.asked]).toEqual([0, ['stop']]);
    await again.finish();
  });

  it('trades on when the question is closed too, and asks the next time', async () => {
    const { windows, questions, store, asked, shell, finish } = await run();
    windows[0]?.go('closed');
    await settled();
    questions[0]?.go('closed');
    await settled();
    expect([store.get(), asked]).toEqual([{}, []]);
    await shell.openWindow();
    windows[1]?.go('closed');
    await settled();
    expect(questions.length).toBe(2);
    await finish();
  });

  it('takes a second start for an answer to the question: the window is back', async () => {
    const { windows, questions, shell, store, finish } = await run();
    windows[0]?.go('closed');
    await settled();
    await shell.openWindow();
    expect([windows.length, questions[0]?.isOpen, store.get()]).toEqual([2, false, {}]);
    await finish();
  });

  it('takes it so too before it was noticed that the window is gone', async () => {
    const { windows, questions, shell, finish } = await run();
    windows[0]?.go('closed');
    await shell.openWindow();
    expect([windows.length, questions.every(({ isOpen }) => !isOpen)]).toEqual([2, true]);
    await finish();
  });

  it('ends quietly while it asks', async () => {
    const { windows, open, finish } = await run();
    windows[0]?.go('closed');
    await settled();
    await finish();
    expect(open()).toBe(0);
  });
});

describe('when no window opens', () => {
  const failure = new AppError('UNREACHABLE', 'no such browser');

  it('shows the status view instead, and says so to a second start', async () => {
    const { shell, notes, written, finish } = await run({}, [failure]);
    expect(notes).toEqual(['No window: no such browser\nThe status view is in the terminal instead.']);
    expect(written.length).toBeGreaterThan(0);
    await expect(shell.openWindow()).rejects.toThrow(
      'the window could not be opened when Foredeck started: no such browser',
    );
    await finish();
  });

  it('tells whoever asked for it again, and tries once more when asked once more', async () => {
    const { shell, windows, finish } = await run({ whenWindowCloses: 'keep' }, [undefined, failure]);
    windows[0]?.go('closed');
    await settled();
    await expect(shell.openWindow()).rejects.toBe(failure);
    await shell.openWindow();
    expect(windows.length).toBe(2);
    await finish();
  });
});

it('has no window to open once the program has ended', async () => {
  const { shell, finish } = await run();
  await finish();
  await expect(shell.openWindow()).rejects.toThrow('Foredeck is stopping');
});
