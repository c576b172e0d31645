import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RunFiles } from '../../src/main/app/window/backtests/runFiles.ts';
import { keptLog } from '../fakes/keptLog.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

const ID = '20260101-000000-1';
const { log } = keptLog();

function aFolder(): { readonly files: RunFiles; readonly folder: string } {
  const folder = tempFolder();
  mkdirSync(join(folder, ID));
  writeFileSync(join(folder, ID, 'run.json'), '{}');
  return { files: new RunFiles(folder, log), folder };
}

it('brings a deleted run back until the program ends', async () => {
  const { files, folder } = aFolder();
  await files.delete(ID);
  expect(readdirSync(folder)).toEqual([`${ID}.deleted`]);
  await expect(files.delete(ID)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await files.restore(ID);
  expect(readdirSync(join(folder, ID))).toEqual(['run.json']);
  await expect(files.restore(ID)).rejects.toMatchObject({ code: 'NOT_FOUND' });

  await files.delete(ID);
  await files.clear();
  expect(readdirSync(folder)).toEqual([]);
  await expect(files.restore(ID)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('touches nothing by a name that is no run', async () => {
  const { files } = aFolder();
  for (const name of ['..', '../other', '', `${ID}.deleted`]) {
    await expect(files.delete(name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(files.restore(name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  await new RunFiles(join(tempFolder(), 'not there'), log).clear();
});
