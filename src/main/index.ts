// Electron's entry: the same program as in a terminal, with windows of its own. Nothing here may wait for Electron to be ready,
// which it is only after this module has been read.
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { runCli } from './cli/runCli.ts';
import { dataFolder, programFile } from './config/paths.ts';
import { APP_SCHEME } from './shell/electron/appProtocol.ts';
import { electronDesktop } from './shell/electron/electronDesktop.ts';
import { electronPreferences } from './shell/electron/electronPreferences.ts';
import { createElectronShell } from './shell/electron/electronShell.ts';
import { commandOf, dataDirIn, debuggingSwitch } from './shell/electron/startArguments.ts';

const args = commandOf(process.argv, app.isPackaged);
const dataDir = dataFolder(dataDirIn(args), process.env);
// One window per data folder, and nothing of Electron outside it.
app.setPath('userData', join(dataDir, 'electron'));
app.setName('Foredeck');
app.enableSandbox();
protocol.registerSchemesAsPrivileged([APP_SCHEME]);

if ((app.isPackaged && debuggingSwitch(process.argv) !== undefined) || !app.requestSingleInstanceLock()) {
  app.exit();
} else {
  const started = [process.execPath, ...(app.isPackaged ? [] : [programFile('.')]), ...args];
  void runCli(args, {
    createShell: ({ log, wall }) =>
      createElectronShell({
        desktop: electronDesktop(log, started),
        preferences: electronPreferences(dataDir, log),
        ...{ log, wall },
      }),
    tellFailure: (message) => dialog.showErrorBox('Foredeck cannot start', message),
  }).then((code) => app.exit(code));
}
