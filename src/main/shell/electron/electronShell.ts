// The window on the desktop with its tray: what opens, closes, tells and quits when. All it does goes through `Desktop`.
import { AppError } from '../../../shared/errors.ts';
import type { Wall } from '../../app/wall.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Shell, ShellView } from '../ports.ts';
import type { PreferenceStore } from '../preferences.ts';
import { outliveFailure } from '../outliveFailure.ts';
import { TradingNews } from '../tradingNews.ts';
import { untilAborted } from '../untilAborted.ts';
import type { Desktop, DesktopTray, DesktopWindow } from './desktop.ts';
import { type TrayActions, trayItems, trayTip } from './trayMenu.ts';

export interface ElectronShellOptions {
  readonly desktop: Desktop;
  readonly preferences: PreferenceStore;
  readonly wall: Wall;
  readonly log: Logger;
}

/** Between two looks at the engines. */
const LOOK_MS = 1_000;

export function createElectronShell(options: ElectronShellOptions): Shell {
  let running: RunningShell | undefined;
  return {
    name: 'electron',
    run: async (view) => {
      running = new RunningShell(options, view);
      await outliveFailure(running.run(), view, options.log);
    },
    openWindow: () => {
      if (running === undefined) return Promise.reject(new AppError('NOT_FOUND', 'Foredeck is starting; try again'));
      running.openWindow();
      return Promise.resolve();
    },
  };
}

class RunningShell {
  private readonly options: ElectronShellOptions;
  private readonly view: ShellView;
  private readonly news = new TradingNews();
  private window: DesktopWindow | undefined;
  private tray: DesktopTray | undefined;
  private letSleep: (() => void) | undefined;
  private isStopping = false;
  private isEnded = false;
  private shown = '';

  constructor(options: ElectronShellOptions, view: ShellView) {
    this.options = options;
    this.view = view;
  }

  async run(): Promise<void> {
    const { desktop, log } = this.options;
    await desktop.ready();
    desktop.on('opened', () => this.openWindow());
    desktop.on('quit', () => this.stop());
    desktop.on('suspend', () => log.warn('the machine falls asleep; nothing is traded until it wakes'));
    desktop.on('resume', () => {
      log.warn('the machine has woken up; every account is compared with its venue');
      this.view.reconcile();
    });
    this.tray = desktop.createTray(() => this.openWindow());
    if (this.tray === undefined) log.info('this desktop has no tray; closing the window asks what to do');
    this.openWindow();
    const stopLooking = this.lookEvery();
    await untilAborted(this.view.ended);
    stopLooking();
    this.isEnded = true;
    this.letSleep?.();
    this.tray?.remove();
    this.window?.destroy();
  }

  openWindow(): void {
    if (this.isEnded) return;
    const { desktop, preferences } = this.options;
    this.window ??= desktop.openWindow({
      last: preferences.get().window,
      openSession: (transport) => this.view.openSession(transport),
      mayClose: () => this.mayClose(),
      onClosed: (last) => {
        this.window = undefined;
        void preferences.set({ window: last });
      },
    });
    this.window.show();
  }

  /** True: the window goes, the engines stay. False: it stays, to ask or to show how the engines stop. */
  private mayClose(): boolean {
    const { desktop, preferences } = this.options;
    const { whenWindowCloses, knowsTray } = preferences.get();
    if (this.isStopping) return false;
    if (whenWindowCloses === 'stop') {
      this.stop();
      return false;
    }
    if (this.tray === undefined && whenWindowCloses === undefined) {
      void this.askWhatThen();
      return false;
    }
    if (this.tray !== undefined && knowsTray !== true) {
      desktop.notify('Foredeck goes on trading', 'You find it in the tray, where you can also stop it.', () =>
        this.openWindow(),
      );
      void preferences.set({ knowsTray: true });
    }
    return true;
  }

  private async askWhatThen(): Promise<void> {
    const { desktop, preferences } = this.options;
    const choice = await desktop.ask({
      title: 'Keep trading in the background?',
      detail: 'The engines can go on without a window: start Foredeck again to see them. Your answer is remembered.',
      buttons: ['Keep trading in the background', 'Stop trading and quit', 'Cancel'],
    });
    if (choice === 0) {
      await preferences.set({ whenWindowCloses: 'keep' });
      this.window?.destroy();
    } else if (choice === 1) {
      await preferences.set({ whenWindowCloses: 'stop' });
      this.stop();
    }
  }

  /** Engines first: the window stays and says what it waits for, until the view ends. */
  private stop(): void {
    if (this.isStopping) return;
    this.isStopping = true;
    this.view.stop();
    this.look();
  }

  private lookEvery(): () => void {
    let callOff = (): void => undefined;
    const again = (): void => {
      this.look();
      callOff = this.options.wall.after(LOOK_MS, again);
    };
    again();
    return () => callOff();
  }

  private look(): void {
    const { desktop } = this.options;
    const statuses = this.view.status();
    for (const { title, body } of this.news.look(statuses)) desktop.notify(title, body, () => this.openWindow());
    const isLive = !this.isStopping && statuses.some(({ isLive, state }) => isLive && state === 'running');
    if (isLive) this.letSleep ??= desktop.keepAwake();
    else {
      this.letSleep?.();
      this.letSleep = undefined;
    }
    const waitsFor = statuses
      .filter(({ state }) => state !== 'stopped' && state !== 'failed')
      .map((one) => one.connection);
    if (this.isStopping) this.window?.setTitle(`Foredeck: stopping ${waitsFor.join(', ')}`.trim());
    this.updateTray();
  }

  /** Only when it would read differently: an open menu must not be rebuilt under the pointer. */
  private updateTray(): void {
    const statuses = this.view.status();
    const startsAtLogin = this.options.desktop.loginItem.isOn();
    const items = trayItems({ statuses, startsAtLogin, isStopping: this.isStopping }, this.actions());
    const text = JSON.stringify(items);
    if (text === this.shown) return;
    this.shown = text;
    this.tray?.update(trayTip(statuses), items);
  }

  private actions(): TrayActions {
    const { desktop, log } = this.options;
    return {
      open: () => this.openWindow(),
      halt: () => void this.command('halt', 'halted from the tray'),
      killSwitch: () => void this.killSwitch(),
      setStartAtLogin: (isOn) => {
        try {
          desktop.loginItem.set(isOn);
        } catch (error) {
          log.error('start at login could not be changed', { error: String(error) });
          desktop.notify('Start at login could not be changed', String(error), () => this.openWindow());
        }
        this.updateTray();
      },
      quit: () => this.stop(),
    };
  }

  private async killSwitch(): Promise<void> {
    const choice = await this.options.desktop.ask({
      title: 'Kill switch: close everything?',
      detail: 'Every order is canceled and every position closed at the market, on all connections.',
      buttons: ['Close everything', 'Cancel'],
    });
    if (choice === 0) await this.command('killSwitch', 'kill switch from the tray');
  }

  private async command(type: 'halt' | 'killSwitch', reason: string): Promise<void> {
    const said = await this.view.command(type, reason).catch((error: unknown) => String(error));
    this.options.desktop.notify(type === 'halt' ? 'Halt' : 'Kill switch', said, () => this.openWindow());
    this.look();
  }
}
