// `foredeck` as a child process whose output is watched, and who can be killed at a moment that is chosen by what it did.
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { onTestFinished } from 'vitest';
import { CLI, type CliRun } from '../integration/runCli.ts';

export class RunningChild {
  stdout = '';
  stderr = '';
  /** Undefined code: ended by a signal. */
  readonly ended: Promise<CliRun>;
  private readonly child: ChildProcess;
  private isOver = false;
  private listeners: (() => void)[] = [];

  /** With nothing of this process' environment but the search path, and `env`. `onEnd`: `endOfFile()` for one that tests share. */
  constructor(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    onEnd: (work: () => void) => void = onTestFinished,
  ) {
    this.child = spawn(process.execPath, [CLI, ...args], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
      this.tell();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
      this.tell();
    });
    this.ended = new Promise((done, failed) => {
      this.child.once('error', failed);
      this.child.once('close', (code) => {
        this.isOver = true;
        this.tell();
        done({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
    onEnd(() => void this.child.kill('SIGKILL'));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get lines(): number {
    return this.stdout.split('\n').length - 1;
  }

  /** Rejects when it ends before. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((done, failed) => {
      const look = (): void => {
        const isDone = isSo();
        if (!isDone && !this.isOver) return;
        this.listeners = this.listeners.filter((one) => one !== look);
        if (isDone) done();
        else failed(new Error(`ended too early:\n${this.stdout.slice(-2000)}\n${this.stderr.slice(-2000)}`));
      };
      this.listeners.push(look);
      look();
    });
  }

  /** It has said this on its output. */
  says(text: string): Promise<void> {
    return this.until(() => this.stdout.includes(text));
  }

  /** It has said this beside its output. */
  notes(text: string): Promise<void> {
    return this.until(() => this.stderr.includes(text));
  }

  /** Files in `folder` have changed `count` times. */
  async untilWrites(folder: string, count: number): Promise<void> {
    let writes = 0;
    const watcher = watch(folder, () => {
      writes += 1;
      this.tell();
    });
    try {
      await this.until(() => writes >= count);
    } finally {
      watcher.close();
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** kill -9. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
