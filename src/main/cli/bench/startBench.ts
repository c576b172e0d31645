// How long a user waits for the first output of a command that loads the configuration.
import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { programFile } from '../../config/paths.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Bench } from './bench.ts';
import { NODE_OPTIONS, PROGRAM } from './childCommand.ts';

const COMMAND = [PROGRAM, '--json', 'config', 'check', programFile('config/default.yaml')];
const ANSWER = /^\{"ok":true,/;

export const startBench: Bench = {
  name: 'start',
  title: 'command to first output',
  target: { bound: 'atMost', value: 1000, unit: 'ms' },
  digest: 'e3ba5b17f82cf7bad41647b589ecdc42a98fe1d7c267b73bf649b5879e7c6efe',
  prepare: ({ clock }) =>
    Promise.resolve({
      run: async () => {
        const started = clock.elapsedMs();
        const { first, firstAt } = await firstOutput(clock.elapsedMs);
        return { value: firstAt - started, digest: hash('sha256', ANSWER.exec(first)?.[0] ?? first) };
      },
    }),
};

function firstOutput(now: () => number): Promise<{ readonly first: string; readonly firstAt: number }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [...NODE_OPTIONS, ...COMMAND], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', (chunk: Buffer) => done({ first: chunk.toString(), firstAt: now() }));
    child.once('error', failed);
    child.once('close', (code) =>
      failed(new AppError('FAULT', `the command ended with ${String(code)} and no output`)),
    );
  });
}
