import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../../src/main/config/makeFolder.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

describe('makeFolder', () => {
  it('makes every folder on the way, and none twice', () => {
    const folder = join(tempFolder(), 'a', 'b', 'c');
    makeFolder(folder);
    makeFolder(folder);
    expect(existsSync(folder)).toBe(true);
  });

  it('says what stands in the way', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(file)).toThrow('EEXIST');
    expect(() => makeFolder(join(file, 'below'))).toThrow('ENOTDIR');
  });

  it('regression: ends where the system refuses to make anything', () => {
    if (!existsSync('/proc/self')) return;
    expect(() => makeFolder('/proc/nowhere/below')).toThrow();
  });
});
