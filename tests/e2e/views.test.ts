// Every view in both themes and two sizes, on a market that trades: nothing serious by axe, no error in the page, and a picture of each
// in `out/screenshots`, to be looked at.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { endOfFile } from '../fixtures/endOfFile.ts';
import { screenshot, startWindow } from './fixtures/startWindow.ts';
import { hasTraded, setLook } from './fixtures/window.ts';

const VIEWS = [
  ...['dashboard', 'chart', 'positions', 'orders', 'signals', 'models', 'strategies', 'risk', 'connections'],
  ...['trades', 'backtest', 'activity', 'health', 'settings', 'about'],
] as const;
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
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
      await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
      await screenshot(page, `${view} ${theme} ${String(size.width)}`);
      const beyond = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return { right: scrollWidth - innerWidth, below: scrollHeight - innerHeight };
      });
      expect(beyond).toEqual({ right: 0, below: 0 });
    }
    // A context of its own, where axe would go by default, is not to be had over this connection.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });
});

it('says nothing bad on the console', () => {
  expect(errors).toEqual([]);
});
