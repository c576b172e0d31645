// The desktop as Electron gives it. Decides nothing: what is refused and allowed stands in the modules beside it.
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  type MenuItemConstructorOptions,
  nativeImage,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
} from 'electron';
import { programFile } from '../../config/paths.ts';
import type { Logger } from '../../logging/logger.ts';
import { WINDOW_ICON, windowFiles } from '../assets/windowFiles.ts';
import { ELECTRON_ORIGIN, serveWindowFiles } from './appProtocol.ts';
import type { Desktop, DesktopTray, DesktopWindow, WindowRequest } from './desktop.ts';
import { lockSession } from './lockSession.ts';
import { lockWindow } from './lockWindow.ts';
import { linuxLoginItem, systemLoginItem } from './loginItem.ts';
import { serveMessages } from './windowMessages.ts';
import { windowOptions } from './windowOptions.ts';
import type { TrayItem } from './trayMenu.ts';

const TRAY_ICON = 'resources/icons/tray.png';

/** `command`: program and arguments that start Foredeck at login. */
export function electronDesktop(log: Logger, command: readonly string[]): Desktop {
  const files = windowFiles({
    folder: programFile('out/renderer'),
    origin: ELECTRON_ORIGIN,
    icon: programFile(WINDOW_ICON),
  });
  return {
    ready: async () => {
      await app.whenReady();
      Menu.setApplicationMenu(
        process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }]) : null,
      );
      lockSession(session.defaultSession, { owns: files.owns, log });
      serveWindowFiles(protocol, files);
    },
    openWindow: (request) => openWindow(request, { owns: files.owns, log }),
    createTray,
    notify: (title, body, onClick) => {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      notification.on('click', onClick);
      notification.show();
    },
    ask: async ({ title, detail, buttons }) => {
      const cancelId = buttons.length - 1;
      const options = {
        type: 'question' as const,
        message: title,
        detail,
        buttons: [...buttons],
        cancelId,
        defaultId: cancelId,
      };
      return (await dialog.showMessageBox(options)).response;
    },
    keepAwake: () => {
      const id = powerSaveBlocker.start('prevent-app-suspension');
      return () => void powerSaveBlocker.stop(id);
    },
    loginItem: process.platform === 'linux' ? linuxLoginItem(command, process.env) : systemLoginItem(app),
    on: listen,
  };
}

const listen: Desktop['on'] = (event, listener) => {
  switch (event) {
    case 'opened':
      app.on('second-instance', listener);
      app.on('activate', listener);
      return;
    case 'quit':
      // Engines are stopped first; the process then ends by itself.
      app.on('before-quit', (asked) => {
        asked.preventDefault();
        listener();
      });
      powerMonitor.on('shutdown', listener);
      // Without this a closed window would end the program.
      app.on('window-all-closed', () => undefined);
      return;
    case 'suspend':
      powerMonitor.on('suspend', listener);
      return;
    case 'resume':
      powerMonitor.on('resume', listener);
  }
};

interface WindowSurroundings {
  readonly owns: (url: string) => boolean;
  readonly log: Logger;
}

function openWindow(request: WindowRequest, { owns, log }: WindowSurroundings): DesktopWindow {
  const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
  const options = windowOptions(programFile('out/preload/index.cjs'), { last: request.last, displays });
  const window = new BrowserWindow({ ...options, icon: programFile(WINDOW_ICON) });
  const { webContents } = window;
  lockWindow(webContents, { owns, log, openExternal: (url) => void shell.openExternal(url) });
  serveMessages(webContents, { owns, log, openSession: request.openSession });
  webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('the page of the window has crashed and is loaded again', { reason });
    if (!window.isDestroyed()) window.reload();
  });
  window.once('ready-to-show', () => {
    if (request.last?.isMaximized === true) window.maximize();
    window.show();
  });
  const last = (): Parameters<WindowRequest['onClosed']>[0] => ({
    ...window.getNormalBounds(),
    isMaximized: window.isMaximized(),
  });
  let atClose = last();
  window.on('close', (event) => {
    atClose = last();
    if (!request.mayClose()) event.preventDefault();
  });
  window.on('closed', () => request.onClosed(atClose));
  void window
    .loadURL(`${ELECTRON_ORIGIN}/index.html`)
    .catch((error: unknown) => log.error('the window could not be loaded', { error: String(error) }));
  return {
    show: () => {
      if (window.isMinimized()) window.restore();
      // The first time it shows itself, when there is something to see.
      if (!webContents.isLoading()) window.show();
      window.focus();
    },
    setTitle: (title) => window.setTitle(title),
    destroy: () => {
      atClose = last();
      window.destroy();
    },
  };
}

function createTray(onClick: () => void): DesktopTray | undefined {
  const image = nativeImage.createFromPath(programFile(TRAY_ICON));
  if (image.isEmpty()) return undefined;
  const tray = new Tray(image);
  tray.on('click', onClick);
  return {
    update: (tip, items) => {
      tray.setToolTip(tip);
      tray.setContextMenu(Menu.buildFromTemplate(items.map(menuItem)));
    },
    remove: () => tray.destroy(),
  };
}

function menuItem(item: TrayItem): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: item.label, enabled: false };
    case 'action':
      return { label: item.label, click: item.click, enabled: item.isEnabled };
    case 'switch':
      return { label: item.label, type: 'checkbox', checked: item.isOn, click: item.click };
  }
}
