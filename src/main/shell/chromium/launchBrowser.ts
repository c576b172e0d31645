// Starts a browser with our two pipes and sees how it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { AppError } from '../../../shared/errors.ts';
import type { Wall } from '../../app/wall.ts';
import { createPipeClient, type PipeClient } from './pipeClient.ts';

export interface RunningBrowser {
  readonly client: PipeClient;
  readonly pid: number;
  /** How it ended; what it said last, for the log. */
  readonly exited: Promise<BrowserExit>;
  /** Asks it to close, insists after a while. Resolves when it is gone. */
  stop(): Promise<void>;
}

export interface BrowserExit {
  /** Ended by itself, without a complaint: its window was closed. */
  readonly isOrderly: boolean;
  readonly words: string;
}

/** A browser that does not answer its first question by then will not. */
const ANSWER_MS = 20_000;
const CLOSE_MS = 3_000;
const MOST_WORDS = 2_000;

/** Resolves once it answers. Throws `AppError` UNREACHABLE with what the browser said. */
export async function launchBrowser(
  command: { readonly path: string; readonly flags: readonly string[] },
  wall: Wall,
): Promise<RunningBrowser> {
  // A process group of its own: Ctrl+C in our terminal is for us, and we close the window in order.
  const child = spawn(command.path, command.flags, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = exitOf(child);
  const [, , , toBrowser, fromBrowser] = child.stdio;
  const client = createPipeClient(toBrowser as Writable, fromBrowser as Readable);
  const running: RunningBrowser = {
    client,
    pid: child.pid ?? 0,
    exited,
    stop: async () => {
      void client.send('Browser.close').catch(() => client.close());
      const callOff = wall.after(CLOSE_MS, () => child.kill('SIGKILL'));
      await exited;
      callOff();
      client.close();
    },
  };
  try {
    await within(ANSWER_MS, client.send('Browser.getVersion'), wall);
    return running;
  } catch (cause) {
    child.kill('SIGKILL');
    client.close();
    const { words } = await exited;
    const said = words === '' ? '' : `; it said: ${words}`;
    throw new AppError('UNREACHABLE', `${command.path} did not start as a window${said}`, { cause });
  }
}

function exitOf(child: ChildProcess): Promise<BrowserExit> {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-MOST_WORDS)));
  return new Promise((done) => {
    child.once('error', (error) => done({ isOrderly: false, words: error.message }));
    child.once('exit', (code) => done({ isOrderly: code === 0, words: words.trim() }));
  });
}

const within = <T>(ms: number, work: Promise<T>, wall: Wall): Promise<T> =>
  new Promise((done, failed) => {
    const callOff = wall.after(ms, () => failed(new AppError('UNREACHABLE', 'no answer in time')));
    work.then(done, failed).finally(callOff);
  });
