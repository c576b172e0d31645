import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filePreferences } from '../../../src/main/shell/preferences.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

it('remembers between starts, forgets what is undefined', async () => {
  const folder = tempFolder();
  const log = new RecordingLog();
  await filePreferences(folder, log).set({ whenWindowCloses: 'keep', knowsTray: true });
  const next = filePreferences(folder, log);
  expect(next.get()).toEqual({ whenWindowCloses: 'keep', knowsTray: true });
  await next.set({ whenWindowCloses: undefined });
  expect(filePreferences(folder, log).get()).toEqual({ knowsTray: true });
  expect(log.count).toMatchObject({ warn: 0 });
});

it.each(['{"whenWindowCloses":"perhaps"}', 'no JSON', '[]'])('puts %s aside', async (text) => {
  const folder = tempFolder();
  const log = new RecordingLog();
  writeFileSync(join(folder, 'shell.json'), text);
  const preferences = filePreferences(folder, log);
  expect([preferences.get(), log.count.warn]).toEqual([{}, 1]);
  expect(readFileSync(join(folder, 'shell.json.unreadable'), 'utf8')).toBe(text);
  await preferences.set({ whenWindowCloses: 'stop' });
  expect(readdirSync(folder).sort()).toEqual(['shell.json', 'shell.json.unreadable']);
});

it('goes on without a place to write to', async () => {
  const log = new RecordingLog();
  const preferences = filePreferences(join(tempFolder(), 'gone'), log);
  await preferences.set({ knowsTray: true });
  expect([preferences.get(), log.count.warn]).toEqual([{ knowsTray: true }, 1]);
});
