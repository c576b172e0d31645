import { describe, expect, it } from 'vitest';
import { createElectronShell } from '../../../../src/main/shell/electron/electronShell.ts';
import type { ShellPreferences } from '../../../../src/main/shell/preferences.ts';
import type { EngineStatus } from '../../../../src/shared/domain/engineStatus.ts';
import { anEngineStatus } from '../../../builders/engineStatus.ts';
import { aShellView, settled } from '../../../builders/shellView.ts';
import { FakeDesktop, FakeDesktopWindow } from '../../../fakes/fakeDesktop.ts';
import { FakeWall } from '../../../fakes/fakeWall.ts';
import { memoryPreferences } from '../../../fakes/memoryPreferences.ts';
import { RecordingLog } from '../../../fakes/recordingLog.ts';

/** A shell at work on a fake desktop. */
async function run(setup: { readonly preferences?: ShellPreferences; readonly hasTray?: boolean } = {}) {
  const desktop = new FakeDesktop();
  desktop.hasTray = setup.hasTray ?? true;
  const preferences = memoryPreferences(setup.preferences);
  const timers = new FakeWall();
  const { wall } = timers;
  const now: { status: EngineStatus } = { status: anEngineStatus() };
  const { view, asked, end } = aShellView(() => [now.status]);
  const shell = createElectronShell({ desktop, preferences, wall, log: new RecordingLog() });
  const done = shell.run(view);
  await settled();
  const finish = async () => {
    end();
    await done;
  };
  return {
    desktop,
    preferences,
    shell,
    asked,
    now,
    finish,
    look: () => timers.pass(1_000),
    window: () => desktop.windows.at(-1)!,
  };
}

describe('the window', () => {
  it('opens at once, comes to the front when Foredeck is started again, and opens where it stood', async () => {
    const { desktop, shell, preferences, window, finish } = await run();
    expect([desktop.windows.length, window().shown]).toEqual([1, 1]);
    desktop.happen('opened');
    await shell.openWindow();
    expect([desktop.windows.length, window().shown]).toEqual([1, 3]);
    window().close();
    expect(preferences.get().window).toEqual(FakeDesktopWindow.LAST);
    desktop.choose('Open Foredeck');
    expect([desktop.windows.length, window().request.last]).toEqual([2, FakeDesktopWindow.LAST]);
    await finish();
  });

  it('closes into the tray, and says so once', async () => {
    const { desktop, asked, window, finish } = await run();
    window().close();
    desktop.choose('Open Foredeck');
    window().close();
    expect([asked, desktop.notified]).toEqual([[], ['Foredeck goes on trading']]);
    await finish();
  });

  it('stops everything when that is what closing it means', async () => {
    const { asked, window, finish } = await run({ preferences: { whenWindowCloses: 'stop' } });
    window().close();
    expect([asked, window().isOpen]).toEqual([['stop'], true]);
    await finish();
    expect(window().isOpen).toBe(false);
  });
});

describe('without a tray, closing the window asks', () => {
  it.each([
    { choice: 0, remembered: 'keep', asks: [], isOpen: false },
    { choice: 1, remembered: 'stop', asks: ['stop'], isOpen: true },
    { choice: 2, remembered: undefined, asks: [], isOpen: true },
  ] as const)('answer $choice: $remembered', async ({ choice, remembered, asks, isOpen }) => {
    const { desktop, preferences, asked, window, finish } = await run({ hasTray: false });
    desktop.choice = choice;
    window().close();
    await settled();
    expect([preferences.get().whenWindowCloses, asked, window().isOpen]).toEqual([remembered, asks, isOpen]);
    await finish();
  });

  it('once', async () => {
    const { desktop, window, finish } = await run({ hasTray: false, preferences: { whenWindowCloses: 'keep' } });
    window().close();
    expect([desktop.questions, window().isOpen]).toEqual([[], false]);
    await finish();
  });
});

describe('quitting', () => {
  it('stops the engines first; the window says what it waits for and goes last', async () => {
    const { desktop, asked, now, look, window, finish } = await run();
    desktop.choose('Stop trading and quit');
    desktop.happen('quit');
    expect([asked, window().title]).toEqual([['stop'], 'Foredeck: stopping simulator']);
    window().close();
    expect(window().isOpen).toBe(true);
    now.status = anEngineStatus({ state: 'stopped' });
    look();
    expect(window().title).toBe('Foredeck: stopping');
    await finish();
    expect([window().isOpen, desktop.tray]).toEqual([false, undefined]);
  });

  it('leaves nothing to open afterwards', async () => {
    const { desktop, shell, finish } = await run();
    await finish();
    await shell.openWindow();
    expect(desktop.windows.length).toBe(1);
  });
});

describe('the tray', () => {
  it('is drawn anew only when it reads differently', async () => {
    const { desktop, now, look, finish } = await run();
    look();
    look();
    expect(desktop.tray?.updates).toBe(1);
    now.status = anEngineStatus({ tradingState: 'HALTED' });
    look();
    expect([desktop.tray?.updates, desktop.tray?.tip]).toEqual([2, expect.stringContaining('HALTED')]);
    await finish();
  });

  it('halts at once, and kills only when asked twice', async () => {
    const { desktop, asked, finish } = await run();
    desktop.choose('Halt trading');
    desktop.choice = 1;
    desktop.choose('Kill switch ...');
    await settled();
    expect([asked, desktop.questions]).toEqual([['halt: halted from the tray'], ['Kill switch: close everything?']]);
    desktop.choice = 0;
    desktop.choose('Kill switch ...');
    await settled();
    expect(asked.at(-1)).toBe('killSwitch: kill switch from the tray');
    expect(desktop.notified).toEqual(['Halt', 'Kill switch']);
    await finish();
  });

  it('switches start at login', async () => {
    const { desktop, finish } = await run();
    desktop.choose('Start at login');
    expect([desktop.isAtLogin, desktop.tray?.items.find(({ kind }) => kind === 'switch')]).toMatchObject([
      true,
      { isOn: true },
    ]);
    desktop.choose('Start at login');
    expect(desktop.isAtLogin).toBe(false);
    await finish();
  });
});

it('keeps the machine awake only while a live engine runs', async () => {
  const { desktop, now, look, finish } = await run();
  const awakeWith = (changes: Partial<EngineStatus>): number => {
    now.status = anEngineStatus(changes);
    look();
    return desktop.awake;
  };
  expect(awakeWith({ mode: 'paper' })).toBe(0);
  expect(awakeWith({ mode: 'live', isLive: false })).toBe(0);
  expect(awakeWith({ isLive: true, state: 'starting' })).toBe(0);
  expect(awakeWith({ isLive: true })).toBe(1);
  expect(awakeWith({ isLive: true })).toBe(1);
  expect(awakeWith({ isLive: true, state: 'failed' })).toBe(0);
  expect(awakeWith({ isLive: true })).toBe(1);
  await finish();
  expect(desktop.awake).toBe(0);
});

it('notifies of what a trader must not miss', async () => {
  const { desktop, now, look, finish } = await run();
  now.status = anEngineStatus({ state: 'failed', detail: 'disk full' });
  look();
  look();
  expect(desktop.notified).toEqual(['simulator · SIMULATED PAPER']);
  await finish();
});

it('compares the accounts again when the machine has slept', async () => {
  const { desktop, asked, finish } = await run();
  desktop.happen('suspend');
  expect(asked).toEqual([]);
  desktop.happen('resume');
  expect(asked).toEqual(['reconcile']);
  await finish();
});

it('does not take the engines with it when the desktop fails', async () => {
  const desktop = new FakeDesktop();
  desktop.ready = () => Promise.reject(new Error('no display'));
  const log = new RecordingLog();
  const { view, end } = aShellView();
  const { wall } = new FakeWall();
  const done = createElectronShell({ desktop, preferences: memoryPreferences(), wall, log }).run(view);
  await settled();
  expect(log.count.error).toBe(1);
  end();
  await done;
});
