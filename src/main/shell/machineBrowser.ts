// Looks for a browser on this very machine.
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Browser } from './chromium/findBrowser.ts';
import { findBrowser } from './chromium/findBrowser.ts';
import type { Result } from '../../shared/result.ts';

export const machineBrowser = (env: Readonly<Record<string, string | undefined>>): Result<Browser> =>
  findBrowser({ platform: process.platform, env, home: homedir(), programAt });

function programAt(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? realpathSync(path) : undefined;
  } catch {
    // Not there, or not for us: the next place is looked at.
    return undefined;
  }
}
