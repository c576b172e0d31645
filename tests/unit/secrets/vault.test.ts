// The vault: what it keeps comes back with the passphrase alone, and nothing that is wrong with its file is ever taken for empty.
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Vault } from '../../../src/main/secrets/vault.ts';
import { toEpochMs } from '../../../src/shared/domain/ids.ts';
import { endOfFile } from '../../fixtures/endOfFile.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const PASSPHRASE = 'correct horse battery';
const VALUES = { key: 'rehearsal-0011', secret: 'a secret that nobody may see' };
const AT = toEpochMs(1_700_000_000_000);

/** A clock by hand. */
class Hands {
  ms = 0;
  now = () => AT;
  elapsedMs = () => this.ms;
}

const vaultAt = (path: string, clock = new Hands()): Vault => new Vault(path, clock);
const newPath = (): string => join(tempFolder(), 'secrets.vault');

/** A vault with keys of one connection, for tests that only read it: making one takes time on purpose. */
let text: string;
beforeAll(async () => {
  const path = join(tempFolder(endOfFile()), 'secrets.vault');
  const vault = vaultAt(path);
  await vault.create(PASSPHRASE);
  await vault.set('loopback', VALUES);
  text = readFileSync(path, 'utf8');
});

function copied(content = text): string {
  const path = newPath();
  writeFileSync(path, content);
  return path;
}

describe('the vault', () => {
  it('is made once, open, private, and tells what it keeps without opening it', async () => {
    const path = newPath();
    const vault = vaultAt(path);
    expect(vault.status()).toMatchObject({ isCreated: false, isUnlocked: false, problem: undefined });
    await expect(vault.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(vault.create('too short')).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(vault.status().isCreated).toBe(false);
    const made = [vault.create(PASSPHRASE), vault.create(PASSPHRASE)];
    await expect(made[1]).rejects.toMatchObject({ message: expect.stringContaining('already') as string });
    await made[0];
    await vault.set('loopback', VALUES);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const stored = new Map([['loopback', { fields: ['key', 'secret'], at: AT }]]);
    expect(vaultAt(path).status()).toEqual({ isCreated: true, isUnlocked: false, problem: undefined, stored });
    expect(vault.get('loopback')).toEqual(VALUES);
    await vault.delete('loopback');
    expect(vault.get('loopback')).toBeUndefined();
    expect(vaultAt(path).status().stored.size).toBe(0);
  });

  it('holds nothing that can be read, and is another text each time it is written', async () => {
    for (const value of [...Object.values(VALUES), PASSPHRASE]) {
      expect(text).not.toContain(value);
      expect(text).not.toContain(Buffer.from(value).toString('base64').slice(0, 12));
    }
    const path = copied();
    const vault = vaultAt(path);
    await vault.unlock(PASSPHRASE);
    await vault.set('loopback', VALUES);
    const again = readFileSync(path, 'utf8');
    expect(again.split('\n')[1]).not.toBe(text.split('\n')[1]);
    const { derivation } = JSON.parse(again.split('\n')[0]!) as { derivation: { N: number; salt: string } };
    expect(derivation.N).toBeGreaterThanOrEqual(2 ** 17);
  });

  it('refuses a wrong passphrase, later and later, and opens with the right one', async () => {
    const clock = new Hands();
    const path = copied();
    chmodSync(path, 0o644);
    const vault = vaultAt(path, clock);
    const waits: (string | undefined)[] = [];
    for (let tries = 0; tries < 3; tries++) {
      const error: unknown = await vault.unlock('correct horse batterz').catch((reason: unknown) => reason);
      const { message } = error as Error;
      expect(message).toContain('does not open the vault');
      expect(message).not.toContain('batterz');
      const [, wait] = /in (\d+) s/.exec(message) ?? [];
      waits.push(wait);
      clock.ms += Number(wait ?? 0) * 1000;
    }
    expect(waits).toEqual([undefined, undefined, '1']);
    clock.ms -= 1;
    await expect(vault.unlock(PASSPHRASE)).rejects.toMatchObject({
      message: expect.stringMatching(/too many/) as string,
    });
    expect(vault.get('loopback')).toBeUndefined();
    await expect(vault.set('loopback', VALUES)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    clock.ms += 1;
    await vault.unlock(PASSPHRASE);
    expect(vault.get('loopback')).toEqual(VALUES);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('does not hold the thread up while it tries a passphrase', async () => {
    const vault = vaultAt(copied());
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    await vault.unlock(PASSPHRASE);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('refuses a damaged file at any place, and leaves it as it is', async () => {
    const broken = [
      ...['', '{}', text.slice(0, -20), text.slice(0, text.length / 2), `${text}more`],
      ...[10, 120, 300, text.length - 100, text.length - 3].map(
        (at) => text.slice(0, at) + changed(text[at]!) + text.slice(at + 1),
      ),
    ];
    for (const content of broken) {
      const path = copied(content);
      const vault = vaultAt(path);
      expect(vault.status()).toMatchObject({ isCreated: true, problem: expect.stringContaining('damaged') as string });
      await expect(vault.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'STORE' });
      await expect(vault.create(PASSPHRASE)).rejects.toMatchObject({ code: 'BAD_INPUT' });
      expect(readFileSync(path, 'utf8')).toBe(content);
    }
  });

  it('refuses a header that somebody has changed, whole as the file may be', async () => {
    const [header = '', sealed = ''] = text.split('\n');
    const { hash } = await import('node:crypto');
    const forged = `${header.replace('"loopback"', '"somebody"')}\n${sealed}\n`;
    const vault = vaultAt(copied(`${forged}${hash('sha256', forged)}\n`));
    await expect(vault.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const weak = `${header.replace(/"N":\d+/, '"N":1024')}\n${sealed}\n`;
    await expect(vaultAt(copied(`${weak}${hash('sha256', weak)}\n`)).unlock(PASSPHRASE)).rejects.toMatchObject({
      code: 'STORE',
    });
  });

  it('keeps what another process has stored meanwhile, and locks itself where the vault became another', async () => {
    const path = copied();
    const vault = vaultAt(path);
    await vault.unlock(PASSPHRASE);
    const module = resolve(import.meta.dirname, '../../../src/main/secrets/vault.ts');
    const script = `import { Vault } from ${JSON.stringify(module)};
      const vault = new Vault(process.argv[1], { now: () => 5, elapsedMs: () => 0 });
      await vault.unlock(${JSON.stringify(PASSPHRASE)});
      await vault.set('elsewhere', { key: 'k2', secret: 's2' });`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script, path], { encoding: 'utf8' });
    expect(child.stderr).toBe('');
    await vault.set('mine', { key: 'k3', secret: 's3' });
    expect([...vault.status().stored.keys()].sort()).toEqual(['elsewhere', 'loopback', 'mine']);
    expect(vault.get('elsewhere')).toEqual({ key: 'k2', secret: 's2' });
    const other = newPath();
    await vaultAt(other).create(PASSPHRASE);
    const foreign = readFileSync(other, 'utf8');
    writeFileSync(path, foreign);
    await expect(vault.set('mine', VALUES)).rejects.toMatchObject({
      message: expect.stringContaining('unlock') as string,
    });
    expect([vault.isUnlocked, vault.get('mine'), readFileSync(path, 'utf8')]).toEqual([false, undefined, foreign]);
  });
});

const changed = (letter: string): string => (letter === 'a' ? 'b' : 'a');
