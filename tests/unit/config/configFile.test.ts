// The configuration file edited by the program: what was in it stays, what would not load is never written.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigFile, ConfigProblems } from '../../../src/main/config/configFile.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const TEXT = `# my limits
risk:
  maxDailyLossPct: 3 # careful
  maxOpenPositions: 4
`;

function aFile(text?: string, assignments: readonly string[] = []) {
  const folder = tempFolder();
  const path = join(folder, 'sub/config.yaml');
  const file = new ConfigFile(
    { env: {}, assignments, ...(text === undefined ? {} : { file: join(folder, 'config.yaml') }) },
    path,
  );
  const written = text === undefined ? path : join(folder, 'config.yaml');
  if (text !== undefined) writeFileSync(written, text);
  return { file, written, read: () => readFileSync(written, 'utf8') };
}

describe('an edit', () => {
  it('changes its keys and leaves comments and order', async () => {
    const { file, read } = aFile(TEXT);
    const { config } = await file.edit([
      { path: 'risk.maxDailyLossPct', value: 2 },
      { path: 'simulator.speed', value: 10 },
    ]);
    expect(config.risk.maxDailyLossPct).toBe(2);
    expect(read()).toBe(TEXT.replace('Pct: 3', 'Pct: 2') + 'simulator:\n  speed: 10\n');
  });

  it('takes a key back to its default, and the section with its last key', async () => {
    const { file, read } = aFile(TEXT);
    await file.edit([{ path: 'risk.maxOpenPositions', value: undefined }]);
    expect(read()).not.toContain('maxOpenPositions');
    await file.edit([{ path: 'risk.maxDailyLossPct', value: undefined }]);
    expect(read()).not.toContain('risk:');
  });

  it('writes null as off, and fills a section that is there without keys', async () => {
    const { file, read } = aFile('risk:\n');
    await file.edit([{ path: 'risk.maxDrawdownPct', value: null }]);
    expect(read()).toBe('risk:\n  maxDrawdownPct: null\n');
  });

  it('makes the file where there is none, and settings come from there from then on', async () => {
    const { file, read, written } = aFile();
    expect([existsSync(written), file.text, file.sources.file]).toEqual([false, '', undefined]);
    await file.edit([{ path: 'risk.maxOpenPositions', value: 2 }]);
    expect(read()).toBe('risk:\n  maxOpenPositions: 2\n');
    expect(file.load()).toMatchObject({ ok: true, value: { config: { risk: { maxOpenPositions: 2 } } } });
  });

  it('of two at once keeps both', async () => {
    const { file } = aFile(TEXT);
    await Promise.all([
      file.edit([{ path: 'risk.maxOpenPositions', value: 9 }]),
      file.edit([{ path: 'risk.maxLeverage', value: 2 }]),
    ]);
    expect(file.load()).toMatchObject({
      ok: true,
      value: { config: { risk: { maxOpenPositions: 9, maxLeverage: 2 } } },
    });
  });
});

describe('what is not written', () => {
  it.each([
    ['a value out of range', { path: 'risk.maxOpenPositions', value: 0 }],
    ['an unknown key', { path: 'risk.maxOpenPosition', value: 1 }],
    ['a key in place of a section', { path: 'risk', value: 1 }],
  ])('is %s', async (_, change) => {
    const { file, read } = aFile(TEXT);
    await expect(file.edit([change])).rejects.toBeInstanceOf(ConfigProblems);
    expect(read()).toBe(TEXT);
  });

  it('is what another source wins over', async () => {
    const { file, read } = aFile(TEXT, ['risk.maxOpenPositions=7']);
    await expect(file.edit([{ path: 'risk.maxOpenPositions', value: 2 }])).rejects.toThrow(
      /set by --setting risk.maxOpenPositions=7, which wins over the file/,
    );
    expect(read()).toBe(TEXT);
  });

  it('is anything into a file that cannot be read', async () => {
    const { file, read } = aFile('risk: [\n');
    await expect(file.edit([{ path: 'risk.maxOpenPositions', value: 2 }])).rejects.toBeInstanceOf(ConfigProblems);
    expect(read()).toBe('risk: [\n');
  });
});
