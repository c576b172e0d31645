import { describe, expect, it } from 'vitest';
import { createHeadlessShell } from '../../../../src/main/shell/headless/headlessShell.ts';
import type { Terminal } from '../../../../src/main/shell/headless/terminal.ts';
import type { EngineStatus } from '../../../../src/shared/domain/engineStatus.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { anEngineStatus, NOON } from '../../../builders/engineStatus.ts';
import { FakeWall } from '../../../fakes/fakeWall.ts';

class FakeTerminal implements Terminal {
  readonly hasColors = false;
  readonly isTty: boolean;
  readonly written: string[] = [];
  readonly resizeListeners = new Set<() => void>();
  readonly exitListeners = new Set<() => void>();
  size = { columns: 80, rows: 24 };
  isStuck = false;

  constructor(isTty: boolean) {
    this.isTty = isTty;
  }

  columns = (): number => this.size.columns;
  rows = (): number => this.size.rows;
  isBusy = (): boolean => this.isStuck;
  write = (text: string): void => void this.written.push(text);
  onResize = (listener: () => void) => listen(this.resizeListeners, listener);
  onExit = (work: () => void) => listen(this.exitListeners, work);
}

function listen(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const ENTER = '\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[2J';
const LEAVE = '\x1b[?7h\x1b[?25h\x1b[?1049l';

/** A shell at work; `step` lets `ms` of the wall pass. */
async function run(isTty: boolean, statusNow: () => readonly EngineStatus[] = () => [anEngineStatus()]) {
  const terminal = new FakeTerminal(isTty);
  const timers = new FakeWall();
  const ended = new AbortController();
  const { wall } = timers;
  const done = createHeadlessShell({ terminal, wall }).run({ status: statusNow, ended: ended.signal });
  const settle = () => new Promise((resume) => setImmediate(resume));
  const step = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 333) {
      timers.pass(Math.min(333, ms - passed));
      await settle();
    }
  };
  await settle();
  const end = async () => {
    ended.abort();
    await done;
  };
  return { terminal, step, settle, end, done };
}

describe('the headless shell on a terminal', () => {
  it('redraws in place three times a second, each frame in one write', async () => {
    const { terminal, step, end } = await run(true);
    expect(terminal.written[0]).toBe(ENTER);
    await step(999);
    const frames = terminal.written.slice(1);
    expect(frames).toHaveLength(4);
    for (const text of frames) {
      expect(text.startsWith('\x1b[?2026h\x1b[HForedeck   SIMULATED PAPER ')).toBe(true);
      expect(text.endsWith('\x1b[K\x1b[J\x1b[?2026l')).toBe(true);
      expect(text.split('\r\n')).toHaveLength(24);
    }
    await end();
  });

  it('draws the end, then leaves the terminal as it was, and lets go of it', async () => {
    let at = NOON;
    const { terminal, end } = await run(true, () => [anEngineStatus({ at: toEpochMs(at) })]);
    at = NOON + 60_000;
    await end();
    expect(terminal.written.at(-2)).toContain('12:35:56 UTC');
    expect(terminal.written.at(-1)).toBe(LEAVE);
    expect(terminal.resizeListeners.size + terminal.exitListeners.size).toBe(0);
  });

  it('fits a new size at once', async () => {
    const { terminal, settle, end } = await run(true);
    terminal.size = { columns: 40, rows: 10 };
    terminal.resizeListeners.forEach((listener) => listener());
    await settle();
    expect(terminal.written.at(-1)?.split('\r\n')).toHaveLength(10);
    await end();
  });

  it('writes nothing more to a terminal that takes nothing, and goes on when it does', async () => {
    const { terminal, step, end } = await run(true);
    terminal.isStuck = true;
    await step(999);
    expect(terminal.written).toHaveLength(2);
    terminal.isStuck = false;
    await step(333);
    expect(terminal.written).toHaveLength(3);
    await end();
  });

  it('restores the terminal when the process ends before its time', async () => {
    const { terminal, end } = await run(true);
    terminal.exitListeners.forEach((work) => work());
    expect(terminal.written.at(-1)).toBe(LEAVE);
    await end();
  });

  it('restores the terminal when the view fails, says so, and waits for the end', async () => {
    const { terminal, done, end, settle } = await run(true, () => {
      throw new Error('expected a status');
    });
    expect(terminal.written.slice(-2)).toEqual([
      LEAVE,
      'The status view has failed, the engines go on without it: expected a status\n',
    ]);
    let isDone = false;
    void done.then(() => (isDone = true));
    await settle();
    expect(isDone).toBe(false);
    await end();
  });
});

describe('the headless shell elsewhere', () => {
  it('writes lines: what happens when it happens, and a summary every 30 s', async () => {
    let state: EngineStatus['state'] = 'starting';
    const { terminal, step, end } = await run(false, () => [anEngineStatus({ state })]);
    expect(terminal.written.join('')).toMatch(/^\S+ simulator engine {3}starting\n\S+ simulator status .*\n$/);
    state = 'running';
    await step(333);
    expect(terminal.written.slice(1)).toEqual(['2026-03-04T12:34:56Z simulator engine   running\n']);
    await step(29_000);
    expect(terminal.written).toHaveLength(2);
    await step(1000);
    expect(terminal.written.at(-1)).toMatch(/^\S+ simulator status {3}SIMULATED PAPER running/);
    await end();
    expect(terminal.written).toHaveLength(3);
    expect(terminal.written.join('')).not.toContain('\x1b');
  });
});
