// A backtest command in a child process: how long it took, how much memory it had at most, the digest of its trades.
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { AppError } from '../../../shared/errors.ts';
import { programFile } from '../../config/paths.ts';

/** As the `cli` and `start` scripts run the program: a small heap, young and old, so that it stays within its memory. */
export const NODE_OPTIONS = ['--max-semi-space-size=4', '--heap-growing-percent=30', '--v8-pool-size=1'];
export const PROGRAM = programFile('src/main/foredeck.mjs');

/** Source of a function in a child: its largest resident set, KiB. What the system calls so begins, on Linux, with its parent's. */
export const PEAK_KIB = `
  import { readFileSync } from 'node:fs';
  const peakKiB = () => {
    try {
      return Number(/^VmHWM:\\s+(\\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
    } catch {
      return process.resourceUsage().maxRSS;
    }
  };
`;

/** Runs before the program in the child, which then tells its largest resident set, in KiB, as it ends. */
const TELL_MEMORY = `data:text/javascript,${encodeURIComponent(
  `${PEAK_KIB}process.on('exit', () => process.stderr.write('maxRSS=' + peakKiB() + '\\n'))`,
)}`;

export interface CommandRun {
  readonly elapsedMs: number;
  readonly maxRssMiB: number;
  readonly digest: string;
}

/** `args` make the program answer with the JSON document of a backtest. */
export function runCommand(args: readonly string[]): Promise<CommandRun> {
  return new Promise((done, failed) => {
    const startedAt = performance.now();
    const command = [...NODE_OPTIONS, '--import', TELL_MEMORY, PROGRAM, ...args];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', failed);
    child.once('close', (code) => {
      const elapsedMs = performance.now() - startedAt;
      const said = Buffer.concat(stderr).toString();
      const digest = /"digest":\s*"(\w+)"/.exec(Buffer.concat(stdout).toString())?.[1];
      const memory = /^maxRSS=(\d+)$/m.exec(said)?.[1];
      if (code === 0 && digest !== undefined && memory !== undefined) {
        done({ elapsedMs, maxRssMiB: Number(memory) / 1024, digest });
      } else failed(new AppError('FAULT', `the measured command ended with ${String(code)}: ${said.trim()}`));
    });
  });
}
