// Hands an address to the trader's own browser, by the program each system has for that.
import { spawn } from 'node:child_process';
import type { Logger } from '../logging/logger.ts';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [program: string, ...args: string[]]>>> = {
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  darwin: ['open'],
};
const ELSEWHERE = ['xdg-open'] as const;

/** `link` comes from `externalLink`. Waits for nothing; without such a program it is logged. */
export function openExternal(link: string, log: Logger): void {
  const [program, ...args] = OPENERS[process.platform] ?? ELSEWHERE;
  // The link is an argument of its own, no shell reads it.
  const child = spawn(program, [...args, link], { stdio: 'ignore', detached: true });
  child.once('error', (error) => log.warn('no browser could be told to open a link', { link, error: error.message }));
  child.unref();
}
