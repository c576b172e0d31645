import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { askName } from './fixtures/bridge.ts';
import { screenshot, startWindow, untilDrawn } from './fixtures/startWindow.ts';
import { untilText } from './fixtures/untilText.ts';

it('opens with a bridge that answers and tells what happens', async () => {
  const { page } = await startWindow();
  await untilDrawn(page);
  expect(await page.title()).toMatch(/Foredeck/);
  expect(await askName(page)).toBe('Foredeck');
  const connection = await page.evaluate(
    () =>
      new Promise((told) => {
        const stop = window.foredeck!.subscribe('engines', ({ kind, items }) => {
          if (items[0] === undefined) return;
          stop();
          told([kind, items[0].connection]);
        });
      }),
  );
  expect(connection).toEqual([expect.stringMatching(/^(?:snapshot|delta)$/), 'simulator']);
  await screenshot(page, 'window');
});

it('is complete again after a reload', async () => {
  const { page, child } = await startWindow();
  for (let turn = 0; turn < 3; turn += 1) {
    await page.reload();
    expect(await askName(page)).toBe('Foredeck');
  }
  expect(child.stderr).not.toMatch(/ERROR/);
});

// The program of Linux for that is replaced by one that writes down.
it.skipIf(process.platform !== 'linux')(
  'hands a link of ours, once it is clicked, to the browser of the trader, and no other link',
  async () => {
    const folder = tempFolder();
    const seen = join(folder, 'opened');
    const script = join(folder, 'xdg-open');
    writeFileSync(script, `#!/bin/sh\necho "$1" >> ${seen}\n`, { mode: 0o755 });
    const { page } = await startWindow({ env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` } });
    // What Playwright runs in a page counts as done by a person; each of these is one click.
    for (const address of ['https://example.com/', 'https://github.com/tradingview/lightweight-charts']) {
      await page.evaluate((href) => {
        const link = document.createElement('a');
        Object.assign(link, { href, target: '_blank', rel: 'noopener' });
        document.body.append(link);
        link.click();
      }, address);
    }
    const [opened] = await untilText(seen, /^.+$/ms);
    expect(opened.trim()).toBe('https://github.com/tradingview/lightweight-charts');
    expect(await askName(page)).toBe('Foredeck');
  },
);

it('saves a file that the page has made', async () => {
  const { page } = await startWindow();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['a,b\n1,2\n']));
      link.download = 'trades.csv';
      link.click();
    }),
  ]);
  expect(download.suggestedFilename()).toBe('trades.csv');
  expect(readFileSync(await download.path(), 'utf8')).toBe('a,b\n1,2\n');
});
