// One instance per data folder: the lock in real processes, killed at will.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireInstance } from '../../../src/main/app/instance/acquireInstance.ts';
import { callControl } from '../../../src/main/app/instance/callControl.ts';
import { anInstanceInfo } from '../../builders/anInstanceInfo.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

interface Holder {
  readonly process: ChildProcess;
  /** What it said about its start. */
  readonly said: string;
}

async function startHolder(dataDir: string): Promise<Holder> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve('./holdFolder.ts')), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const said of createInterface(child.stdout)) return { process: child, said };
  throw new Error('expected a word of the holder, found none');
}

function kill({ process: child }: Holder): Promise<void> {
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  child.kill('SIGKILL');
  return ended;
}

const holderSentence = (dataDir: string, { process: { pid } }: Holder): string =>
  `${dataDir} is in use by Foredeck 0.1.0 (process ${pid}, headless, started 2026-01-02T03:04:05Z); ` +
  'stop it, or use another folder with --data-dir';

describe('a data folder', () => {
  it('is held by exactly one of those that start at once, and the others are told by whom', async () => {
    const dataDir = join(tempFolder(), 'data');
    const holders = await Promise.all([1, 2, 3].map(() => startHolder(dataDir)));
    const winners = holders.filter(({ said }) => said === 'held');
    expect(winners).toHaveLength(1);
    const sentence = holderSentence(dataDir, winners[0]!);
    expect(holders.map(({ said }) => said).sort()).toEqual([sentence, sentence, 'held'].sort());
  });

  it('is free at once after kill -9, whatever was left behind', async () => {
    const dataDir = tempFolder();
    const first = await startHolder(dataDir);
    await expect(acquireInstance(dataDir, anInstanceInfo())).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: holderSentence(dataDir, first),
    });
    await kill(first);
    expect([existsSync(join(dataDir, 'instance.json')), existsSync(join(dataDir, 'control/control.sock'))]).toEqual([
      true,
      true,
    ]);
    await expect(callControl(dataDir, { method: 'who' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: `no running Foredeck in ${dataDir}; start one with: foredeck run`,
    });
    const second = await startHolder(dataDir);
    expect(second.said).toBe('held');
    expect(await callControl(dataDir, { method: 'who' })).toMatchObject({ pid: second.process.pid });
  });

  it('stays held when somebody deletes the lock file', async () => {
    const dataDir = tempFolder();
    const holder = await startHolder(dataDir);
    rmSync(join(dataDir, 'instance.lock'));
    await expect(acquireInstance(dataDir, anInstanceInfo())).rejects.toThrow(holderSentence(dataDir, holder));
  });

  it('tells who holds it to its owner only, and forgets that when it is released', async () => {
    const dataDir = tempFolder();
    const instance = await acquireInstance(dataDir, anInstanceInfo());
    const file = join(dataDir, 'instance.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await instance.release();
    expect(existsSync(file)).toBe(false);
    await (await acquireInstance(dataDir, anInstanceInfo())).release();
  });

  it.each(['not JSON', '{"pid":1}', '[]'])('is taken although instance.json says %j', async (text) => {
    const dataDir = tempFolder();
    writeFileSync(join(dataDir, 'instance.json'), text);
    await (await acquireInstance(dataDir, anInstanceInfo())).release();
  });

  it('that cannot be written, or whose lock cannot, is refused with a sentence', async () => {
    const dataDir = tempFolder();
    mkdirSync(join(dataDir, 'instance.lock'));
    await expect(acquireInstance(dataDir, anInstanceInfo())).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: expect.stringContaining('instance.lock: it cannot be opened as a file') as string,
    });
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    await expect(acquireInstance(file, anInstanceInfo())).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: `${file} is a file, not a folder; choose another with --data-dir`,
    });
  });
});
