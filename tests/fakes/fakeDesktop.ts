// A desktop by hand: windows, tray and notifications as records, events and clicks when the test says so.
import type { Desktop, DesktopEvent, DesktopWindow, WindowRequest } from '../../src/main/shell/electron/desktop.ts';
import type { TrayItem } from '../../src/main/shell/electron/trayMenu.ts';
import type { WindowState } from '../../src/main/shell/preferences.ts';

export class FakeDesktopWindow implements DesktopWindow {
  readonly request: WindowRequest;
  shown = 0;
  title = '';
  isOpen = true;

  constructor(request: WindowRequest) {
    this.request = request;
  }

  show = (): void => void (this.shown += 1);
  setTitle = (title: string): void => void (this.title = title);

  destroy = (): void => {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.request.onClosed(FakeDesktopWindow.LAST);
  };

  /** The trader closes it. */
  close(): void {
    if (this.request.mayClose()) this.destroy();
  }

  static readonly LAST: WindowState = { x: 1, y: 2, width: 900, height: 700, isMaximized: true };
}

export class FakeDesktop implements Desktop {
  readonly windows: FakeDesktopWindow[] = [];
  readonly notified: string[] = [];
  readonly questions: string[] = [];
  /** The button that is chosen next. */
  choice = 0;
  hasTray = true;
  awake = 0;
  isAtLogin = false;
  tray: { tip: string; items: readonly TrayItem[]; updates: number } | undefined;
  private readonly listeners = new Map<DesktopEvent, () => void>();

  readonly loginItem = {
    isOn: (): boolean => this.isAtLogin,
    set: (isOn: boolean): void => void (this.isAtLogin = isOn),
  };

  ready = (): Promise<void> => Promise.resolve();

  openWindow = (request: WindowRequest): DesktopWindow => {
    this.windows.push(new FakeDesktopWindow(request));
    return this.windows.at(-1)!;
  };

  createTray: Desktop['createTray'] = () => {
    if (!this.hasTray) return undefined;
    const tray = { tip: '', items: [] as readonly TrayItem[], updates: 0 };
    this.tray = tray;
    return {
      update: (tip, items) => Object.assign(tray, { tip, items, updates: tray.updates + 1 }),
      remove: () => (this.tray = undefined),
    };
  };

  notify = (title: string): void => void this.notified.push(title);

  ask: Desktop['ask'] = ({ title }) => {
    this.questions.push(title);
    return Promise.resolve(this.choice);
  };

  keepAwake = (): (() => void) => {
    this.awake += 1;
    return () => void (this.awake -= 1);
  };

  on = (event: DesktopEvent, listener: () => void): void => void this.listeners.set(event, listener);

  happen(event: DesktopEvent): void {
    this.listeners.get(event)!();
  }

  /** Chooses an item of the tray's menu. */
  choose(label: string): void {
    const item = this.tray?.items.find((one) => one.kind !== 'separator' && one.label === label);
    if (item?.kind === 'action' || item?.kind === 'switch') item.click();
    else throw new Error(`expected "${label}" in the menu, found nothing to click`);
  }
}
