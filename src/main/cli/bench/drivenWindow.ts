// The program with its window in a real browser without a display, looked into and acted in by the DevTools protocol.
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { createPipeClient, type PipeClient } from '../../shell/chromium/pipeClient.ts';
import { RunChild } from './runChild.ts';
import { PAGE_TOOLS } from './windowProbes.ts';

/** Of the shell's page. */
const ORIGIN = 'https://foredeck.invalid';
const LOOK_MS = 10;
/** A window that is not there by then will not come. */
const LONGEST_MS = 60_000;

/** What is not said here is as in the program's own start. */
export interface DrivenStart {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Options of `run`. */
  readonly args?: readonly string[];
  /** A data folder from before; absent: a new one, removed at the end. */
  readonly folder?: string;
}

export class DrivenWindow {
  readonly devtools: PipeClient;
  /** When the program was started, epoch ms. */
  readonly startedAt: number;
  private readonly child: RunChild;
  private readonly remove: () => Promise<void>;

  private constructor(
    options: Pick<DrivenWindow, 'devtools' | 'startedAt'> & { child: RunChild; remove: () => Promise<void> },
  ) {
    this.devtools = options.devtools;
    this.startedAt = options.startedAt;
    this.child = options.child;
    this.remove = options.remove;
  }

  /** Resolves as soon as its page can be asked. Rejects with what the program said when it ends before. */
  static async start({ settings = {}, args = [], folder }: DrivenStart = {}): Promise<DrivenWindow> {
    const dataDir = folder ?? (await mkdtemp(join(tmpdir(), 'foredeck-bench-')));
    const startedAt = epochNow();
    const child = new RunChild(dataDir, settings, ['--shell', 'chromium', '--when-closed', 'stop', ...args]);
    const remove = async (): Promise<void> => {
      if (folder === undefined) await rm(dataDir, { recursive: true, maxRetries: 5 });
    };
    try {
      const opened = pageOf(dataDir);
      await Promise.race([opened, child.until(() => false, 'its window opened')]);
      const devtools = await opened;
      const window = new DrivenWindow({ devtools, startedAt, child, remove });
      await devtools.send('Page.enable');
      // For this page and for every one after a reload.
      await devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: PAGE_TOOLS });
      await window.until(`location.origin === '${ORIGIN}' && document.querySelector('main') !== null`);
      await window.evaluate(PAGE_TOOLS);
      return window;
    } catch (error) {
      await child.signal('SIGKILL');
      await remove();
      throw error;
    }
  }

  /** The value of a JavaScript expression in the page, awaited. Rejects with what it threw. */
  async evaluate<T>(expression: string): Promise<T> {
    const late = new AbortController();
    const answer = await Promise.race([
      this.devtools.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }),
      wait(LONGEST_MS, undefined, { signal: late.signal }).then(() => {
        throw new AppError(
          'FAULT',
          `the page did not answer in ${String(LONGEST_MS / 1000)} s: ${expression.slice(0, 200)}`,
        );
      }),
    ]).finally(() => late.abort());
    const { exceptionDetails, result } = answer;
    if (exceptionDetails === undefined) return result.value as T;
    throw new AppError('FAULT', `the page threw ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  }

  /** Through the bridge of the page, as its views ask. Rejects with the sentence of a refusal. */
  ask<T>(name: string, params: unknown): Promise<T> {
    return this.evaluate<T>(`bench.ask(${JSON.stringify(name)}, ${JSON.stringify(params)})`);
  }

  /** Looks until the expression is true, also while the page is exchanged. */
  async until(expression: string, longestMs = LONGEST_MS): Promise<void> {
    const from = performance.now();
    while (!(await this.evaluate<boolean>(expression).catch(() => false))) {
      if (performance.now() - from > longestMs) throw new AppError('FAULT', `the page was never so: ${expression}`);
      await wait(LOOK_MS);
    }
  }

  /** Loads the page anew; resolves when the new one can be asked. */
  async reload(): Promise<void> {
    await this.evaluate('void (window.isOld = true)');
    await this.devtools.send('Page.reload');
    await this.until(`window.isOld === undefined && typeof bench === 'object'`);
  }

  /** What the program wants remembered for its window, in place before the page is loaded. */
  async prefer(preferences: Readonly<Record<string, unknown>>): Promise<void> {
    await this.ask('preferences.set', { key: 'window', value: { hasSeenFirstRun: true, ...preferences } });
    await this.reload();
    await this.evaluate('bench.live()');
  }

  /** The exit code of the program. */
  async close(): Promise<number | null> {
    const { code } = await this.child.signal('SIGTERM');
    this.devtools.close();
    await this.remove();
    return code;
  }
}

const epochNow = (): number => performance.timeOrigin + performance.now();

/** The page of the window that is about to be shown on the data folder. */
async function pageOf(dataDir: string): Promise<PipeClient> {
  const file = join(dataDir, 'chromium', 'DevToolsActivePort');
  const from = performance.now();
  while (performance.now() - from < LONGEST_MS) {
    const port = /^\d+$/m.exec(await readFile(file, 'utf8').catch(() => ''))?.[0];
    const url = port === undefined ? undefined : await pageUrl(port);
    if (url !== undefined) {
      // The next browser on this folder writes it anew.
      rmSync(file);
      return connect(url);
    }
    await wait(LOOK_MS);
  }
  throw new AppError('UNREACHABLE', 'the browser of the window could not be driven: it named no port');
}

/** Undefined: the browser does not answer yet, or has no page. */
async function pageUrl(port: string): Promise<string | undefined> {
  try {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as readonly Target[];
    return targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl;
  } catch {
    return undefined;
  }
}

interface Target {
  readonly type: string;
  readonly webSocketDebuggerUrl: string;
}

/** The client of the shell's own pipe, over a socket instead: messages end with a zero there. */
async function connect(url: string): Promise<PipeClient> {
  const socket = new WebSocket(url);
  const fromBrowser = new Readable({ read: () => undefined });
  const toBrowser = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const text of chunk.toString().split('\0')) if (text !== '') socket.send(text);
      done();
    },
  });
  socket.addEventListener('message', ({ data }) => fromBrowser.push(`${String(data)}\0`));
  socket.addEventListener('close', () => fromBrowser.push(null));
  await new Promise<void>((done, failed) => {
    socket.addEventListener('open', () => done(), { once: true });
    socket.addEventListener('error', () => failed(new AppError('UNREACHABLE', 'the page refused to be driven')), {
      once: true,
    });
  });
  const client = createPipeClient(toBrowser, fromBrowser);
  return {
    ...client,
    close: () => {
      client.close();
      socket.close();
    },
  };
}
