// What the models and their worker add to a process: the largest resident set of a command that opens and asks all of them,
// over that of one that only lists them.
import { spawn } from 'node:child_process';
import { AppError } from '../../../shared/errors.ts';
import type { Bench } from './bench.ts';
import { sha256 } from './benchMarket.ts';
import { NODE_OPTIONS, PROGRAM } from './childCommand.ts';

/**
 * Runs before the program in the child and tells the most it had, in bytes. What the system calls the maximum would be no less
 * than what this process has: a child begins as a copy of it.
 */
const TELL_MOST = `data:text/javascript,${encodeURIComponent(`
  let most = 0;
  const look = () => (most = Math.max(most, process.memoryUsage.rss()));
  setInterval(look, 2).unref();
  process.on('exit', () => process.stderr.write('most=' + Math.max(most, look()) + '\\n'));
`)}`;

export const modelsMemoryBench: Bench = {
  name: 'models-memory',
  title: 'all models and their worker, above the program without them',
  target: { bound: 'atMost', value: 120, unit: 'MiB' },
  digest: sha256('0 0'),
  prepare: () =>
    Promise.resolve({
      run: async () => {
        const without = await largest('list');
        const withModels = await largest('verify');
        return {
          value: withModels.mostMiB - without.mostMiB,
          digest: sha256(`${without.code} ${withModels.code}`),
        };
      },
    }),
};

function largest(command: string): Promise<{ readonly mostMiB: number; readonly code: number }> {
  return new Promise((done, failed) => {
    const args = [...NODE_OPTIONS, '--import', TELL_MOST, PROGRAM, '--quiet', 'models', command];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', failed);
    child.once('close', (code) => {
      const memory = /^most=(\d+)$/m.exec(said)?.[1];
      if (code !== null && memory !== undefined) done({ mostMiB: Number(memory) / 2 ** 20, code });
      else failed(new AppError('FAULT', `the measured command ended with ${String(code)}: ${said.trim()}`));
    });
  });
}
