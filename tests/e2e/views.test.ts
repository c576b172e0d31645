// Every view in both themes and two sizes, on a market that trades: nothing serious by axe, no error in the page, and a picture of each
// in `out/screenshots`, to be looked at.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { endOfFile } from '../fixtures/endOfFile.ts';
import { overflow, seriousFindings, SIZES } from './fixtures/accessible.ts';
import { screenshot, startWindow } from './fixtures/startWindow.ts';
import { hasTraded, setLook } from './fixtures/window.ts';

const VIEWS = [
  ...['dashboard', 'chart', 'positions', 'orders', 'signals', 'models', 'strategies', 'risk', 'connections'],
  ...['trades', 'backtest', 'activity', 'health', 'settings', 'about'],
] as const;

const onEnd = endOfFile();
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  ({ page } = await startWindow({ args: ['--speed', '6000'], onEnd }));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await hasTraded(page);
}, 120_000);

describe.each(['dark', 'light'] as const)('in the %s theme', (theme) => {
  it.each(VIEWS)('%s is accessible, and as large as the window', { timeout: 60_000 }, async (view) => {
    await setLook(page, { theme });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.evaluate((hash) => (location.hash = hash), `#/${view}`);
      await page.getByRole('main').getByRole('heading').first().waitFor();
      if (view === 'chart') await page.locator('[data-lines]:not([data-lines="0"])').waitFor();
      await expect.poll(() => page.locator('[aria-busy=true]').count(), { timeout: 10_000 }).toBe(0);
      await screenshot(page, `${view} ${theme} ${String(size.width)}`);
      expect(await overflow(page)).toEqual({ right: 0, below: 0 });
    }
    expect(await seriousFindings(page)).toEqual([]);
  });
});

it('says nothing bad on the console', () => {
  expect(errors).toEqual([]);
});
