// The `run` command as a child process that tells every second what memory and processor time it has used.
import { type ChildProcess, spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { AppError } from '../../../shared/errors.ts';
import { NODE_OPTIONS, PEAK_KIB, PROGRAM } from './childCommand.ts';

/** For a run whose window is driven; a run without one has no use for them. */
const BROWSER_FLAGS = '--headless=new --remote-debugging-port=0';

const TELL_USE = `data:text/javascript,${encodeURIComponent(`${PEAK_KIB}
  const tell = () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    process.stderr.write('use=' + JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, rssMiB: process.memoryUsage.rss() / 2 ** 20, maxRssMiB: peakKiB() / 1024 }) + '\\n');
  };
  setInterval(tell, 1000).unref();
  process.on('exit', tell);
`)}`;

/** One look at the child, ms after its start. */
export interface Use {
  readonly at: number;
  readonly cpuMs: number;
  readonly rssMiB: number;
  readonly maxRssMiB: number;
}

export class RunChild {
  readonly uses: Use[] = [];
  private readonly child: ChildProcess;
  private readonly startedAt = performance.now();
  private said = '';
  private readonly ended: Promise<number | null>;
  private listeners: (() => void)[] = [];
  private isOver = false;

  /** `settings` are of the configuration, `args` options of `run`. */
  constructor(dataDir: string, settings: Readonly<Record<string, unknown>>, args: readonly string[] = []) {
    const assignments = Object.entries(settings).flatMap(([key, value]) => [
      '--setting',
      `${key}=${JSON.stringify(value)}`,
    ]);
    const command = [...NODE_OPTIONS, '--import', TELL_USE, PROGRAM];
    this.child = spawn(process.execPath, [...command, '--data-dir', dataDir, ...assignments, 'run', ...args], {
      env: { ...process.env, FOREDECK_BROWSER_FLAGS: BROWSER_FLAGS },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => this.hear(chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => this.hear(chunk.toString()));
    this.ended = new Promise((done, failed) => {
      this.child.once('error', failed);
      this.child.once('close', (code) => {
        this.isOver = true;
        this.tell();
        done(code);
      });
    });
  }

  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** Resolves when it trades. */
  trading(): Promise<void> {
    return this.until(() => /engine +running/.test(this.said), 'it traded');
  }

  /** Looks at whatever the child says; rejects when it ends before. */
  until(isSo: () => boolean, what: string): Promise<void> {
    return new Promise((done, failed) => {
      const look = (): void => {
        const isDone = isSo();
        if (!isDone && !this.isOver) return;
        this.listeners = this.listeners.filter((one) => one !== look);
        if (isDone) done();
        else failed(new AppError('FAULT', `the measured run ended before ${what}: ${this.said.slice(-2000)}`));
      };
      this.listeners.push(look);
      look();
    });
  }

  /** The exit code; ms from the signal to the end. */
  async signal(name: 'SIGTERM' | 'SIGKILL'): Promise<{ readonly code: number | null; readonly tookMs: number }> {
    const from = performance.now();
    this.child.kill(name);
    const code = await this.ended;
    return { code, tookMs: performance.now() - from };
  }

  private hear(text: string): void {
    // Only the end is looked at: what it says in minutes is megabytes.
    this.said = `${this.said}${text}`.slice(-20_000);
    for (const [, use = ''] of text.matchAll(/^use=(\{.*\})$/gm)) {
      this.uses.push({ at: this.elapsedMs, ...(JSON.parse(use) as Omit<Use, 'at'>) });
    }
    this.tell();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
