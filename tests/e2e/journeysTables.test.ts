// A table of more than a thousand rows, walked with the keyboard while lines go on arriving above.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { runCli } from '../integration/runCli.ts';
import { endOfFile } from '../fixtures/endOfFile.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { goTo, rowsOf } from './fixtures/people.ts';
import { screenshot, startWindow } from './fixtures/startWindow.ts';
import { ask, setLook } from './fixtures/window.ts';

const LINES = 1500;
/** As many as can stand in one second of a busy market: a page may end between them. */
const AT_ONCE = 7;

const onEnd = endOfFile();
let page: Page;

beforeAll(async () => {
  const dataDir = tempFolder(onEnd);
  await runCli(['run', '--data-dir', dataDir, '--duration', '1s']);
  writeLines(join(dataDir, 'foredeck.db'));
  ({ page } = await startWindow({ dataDir, onEnd }));
  await setLook(page);
}, 120_000);

/** As if the simulator had much to tell before its first day. */
function writeLines(path: string): void {
  const database = new Database(path);
  const insert = database.prepare(
    "insert into activity (connection, at, level, text) values ('simulator', ?, 'info', ?)",
  );
  database.exec('begin');
  for (let line = 0; line < LINES; line += 1)
    insert.run(Date.UTC(2025, 11, 1) + Math.floor(line / AT_ONCE) * 1000, `line ${String(line)}`);
  database.exec('commit');
  database.close();
}

const count = async (): Promise<number> =>
  Number(await page.getByRole('table', { name: 'Activity' }).getAttribute('aria-rowcount')) - 1;

interface Focused {
  readonly index: number;
  readonly text: string;
}

/** The row that has the focus. */
const focused = (): Promise<Focused | undefined> =>
  page.evaluate(() => {
    const row = document.activeElement;
    if (!(row instanceof HTMLTableRowElement)) return undefined;
    return { index: Number(row.dataset['row']), text: row.textContent };
  });

/** Until the focus is on a row that is wanted; lines that arrive meanwhile stand above it and move it down. */
async function press(key: string, isWanted: (index: number) => boolean): Promise<void> {
  await page.keyboard.press(key);
  await expect
    .poll(async () => {
      const row = await focused();
      return row === undefined ? 'no row has the focus' : isWanted(row.index) || row.index;
    })
    .toBe(true);
}

it('shows every line once, page after page', async () => {
  await goTo(page, 'Activity');
  const older = page.getByRole('button', { name: 'Load older' });
  while ((await count()) < LINES) {
    const before = await count();
    await older.click();
    await expect.poll(count).toBeGreaterThan(before);
  }
  const texts = await ask(page, 'activity.list', { limit: 5000 });
  expect(await count()).toBe(texts.items.length);
});

it('is walked with the keyboard, and drawn only where it is seen', async () => {
  await page.getByRole('button', { name: 'What happened' }).focus();
  await page.keyboard.press('Tab');
  await press('ArrowDown', (index) => index >= 1);
  await press('PageDown', (index) => index >= 16);
  await press('End', (index) => index >= LINES - 1);
  expect((await focused())?.text).toContain('line 0');
  await screenshot(page, 'activity at its end');
  expect(await rowsOf(page, 'Activity').count()).toBeLessThan(120);
  await press('PageUp', (index) => index < LINES);
  await press('ArrowUp', (index) => index > 1000);
  await press('Home', (index) => index < 16);
});

it('keeps the focus on its row while lines arrive above it', async () => {
  await press('PageDown', (index) => index >= 15);
  const before = await focused();
  for (let turn = 0; turn < 20; turn += 1) {
    await ask(page, 'trading.reduce', { reason: `turn ${String(turn)}` });
    await ask(page, 'trading.resume', { reason: `turn ${String(turn)}` });
  }
  await expect.poll(async () => (await focused())?.index ?? 0).toBeGreaterThan((before?.index ?? 0) + 70);
  expect((await focused())?.text).toBe(before?.text);
  await press('ArrowDown', (index) => index > (before?.index ?? 0) + 70);
  expect(await rowsOf(page, 'Activity').count()).toBeLessThan(120);
});
