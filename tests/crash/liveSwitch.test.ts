// kill -9 while live trading is switched on and off: the switch is as it was last said, or as it was just asked for, and the engine
// that is taken up follows it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { goLive, issue, MARKET, passphrase, rowOf, startRehearsal } from '../builders/rehearsal.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

/** What it said before it was killed: as soon as it had said so much. */
async function killed(folder: string, lines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve('./liveSwitcher.ts')), folder, passphrase], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split('\n').length > lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return said.trimEnd().split('\n');
}

it('a kill leaves the switch as it was said or asked for last, and its engine the same', async () => {
  const folder = tempFolder();
  const made = await startRehearsal(folder);
  await made.window.ask('vault.create', { passphrase });
  await made.window.ask('connections.create', { template: 'loopback', name: 'Rehearsal', settings: MARKET });
  await goLive(made.window, await issue(made.window));
  await made.running.stop();
  for (const lines of [1, 6]) {
    const said = await killed(folder, lines);
    const [last = '', before = 'done true'] = said.toReversed();
    const may = new Set([last, ...(last.startsWith('asked') ? [before] : [])].map((line) => line.endsWith('true')));
    const { running, window } = await startRehearsal(folder, passphrase);
    const { isLive, state } = await rowOf(window);
    expect([may.has(isLive), state]).toEqual([true, 'running']);
    const order = { symbol: 'BTC/USDT:USDT', side: 'buy', type: 'market', qty: '0.01' } as const;
    const { verdicts } = await window.ask('orders.preview', { connection: 'loopback', order });
    expect(verdicts.some(({ code, allow }) => code === 'LIVE_NOT_ALLOWED' && !allow)).toBe(!isLive);
    expect(running.errors()).toEqual([]);
    await running.stop();
  }
}, 60_000);
