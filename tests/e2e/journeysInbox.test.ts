// Somebody else uses the account: a position, an order and money that nobody here knows come up in the reconciliation inbox, block
// what they have to, and are settled one by one.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { endOfFile } from '../fixtures/endOfFile.ts';
import { confirm, dialog, goTo, rowsOf } from './fixtures/people.ts';
import { screenshot, startWindow } from './fixtures/startWindow.ts';
import { ask, setLook } from './fixtures/window.ts';

const ETH = 'ETH/USDT:USDT';
const connection = 'simulator';
// Of this seed ETH is bought after 8 minutes, SOL bid for after 11, money paid in after 14; then nothing for two hours.
const STRANGER = {
  ...{ isOn: true, seed: 'stranger 49189', strangerEveryMinutes: 12, feedLossEveryMinutes: null },
  ...{ silenceEveryMinutes: null, lateChance: 0, duplicateChance: 0, rejectChance: 0, unknownChance: 0 },
  partialFillChance: 0,
};
const settings = [
  ...Object.entries(STRANGER).map(([key, value]) => `badDay.${key}=${String(value)}`),
  // Nobody here trades by itself.
  'simulator.strategies=["ml-consensus"]',
].flatMap((setting) => ['--setting', setting]);

const onEnd = endOfFile();
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  ({ page } = await startWindow({ args: ['--speed', '60', ...settings], onEnd }));
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => errors.push(error.message));
  await setLook(page);
}, 120_000);

const inbox = (): Locator => page.getByRole('region', { name: 'Reconciliation' });
const item = (text: string): Locator => inbox().getByRole('listitem').filter({ hasText: text });
const badge = (): Locator => page.getByRole('banner').getByRole('link', { name: /differences?$/ });

/** Presses an action of a difference. */
async function choose(of: Locator, action: string): Promise<Locator> {
  await of.getByRole('button', { name: `${action} …` }).click();
  return dialog(page, action);
}

/** By axe; and a picture. */
async function look(name: string): Promise<void> {
  await screenshot(page, name);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

it('shows from any view that something came, and blocks its symbol alone', async () => {
  await goTo(page, 'Dashboard');
  await page
    .getByText(/ETH\/USDT:USDT: the venue holds [\d.]+, we 0; no new entries there/)
    .first()
    .waitFor();
  await expect.poll(() => badge().textContent()).toBe('1 difference');
  await screenshot(page, 'inbox seen from the dashboard');
  const preview = async (symbol: string): Promise<readonly string[]> => {
    const order = { symbol, side: 'buy', type: 'market', qty: '0.1' } as const;
    const { verdicts } = await ask(page, 'orders.preview', { connection, order });
    return verdicts.flatMap(({ code, allow }) => (allow ? [] : [code]));
  };
  expect([await preview(ETH), await preview('BTC/USDT:USDT')]).toEqual([['RECONCILING'], []]);
  await expect.poll(() => badge().textContent(), { timeout: 20_000 }).toBe('2 differences');
});

it.each(['light', 'dark'] as const)('is accessible in the %s theme, and as wide as the window', async (theme) => {
  await setLook(page, { theme });
  await badge().click();
  await item('Foreign order').waitFor();
  for (const width of [1440, 1024]) {
    await page.setViewportSize({ width, height: width === 1440 ? 900 : 700 });
    await look(`inbox ${theme} ${String(width)}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
});

it('cancels an order of somebody else, after it was ignored and counted again', async () => {
  const order = item('Foreign order');
  await confirm(await choose(order, 'Ignore'), 'Ignore', 'an old bot of mine');
  await inbox().getByText('1 difference is ignored').click();
  await expect.poll(() => badge().textContent()).toBe('1 difference');
  const ignored = inbox().getByRole('list', { name: 'Ignored differences' }).getByRole('listitem');
  await confirm(await choose(ignored, 'Count again'), 'Count again', 'I was wrong');
  await expect.poll(() => badge().textContent()).toBe('2 differences');
  const asked = await choose(order, 'Cancel at the venue');
  const button = asked.getByRole('button', { name: 'Cancel at the venue', exact: true });
  expect(await button.isDisabled()).toBe(true);
  await look('inbox cancel');
  await confirm(asked, 'Cancel at the venue', 'not mine');
  await order.waitFor({ state: 'detached' });
  await expect.poll(() => badge().textContent()).toBe('1 difference');
});

it('adopts a position at a price, with a stop', async () => {
  const asked = await choose(item('Position differs'), 'Adopt');
  const price = asked.getByLabel('Price');
  const offered = await price.inputValue();
  await price.fill('about half');
  await confirm(asked, 'Adopt', 'bought by hand');
  await asked.getByText('A price above zero').first().waitFor();
  await price.fill(offered);
  await look('inbox adopt');
  await asked.getByRole('button', { name: 'Adopt', exact: true }).click();
  await asked.waitFor({ state: 'detached' });
  await goTo(page, 'Positions');
  const row = rowsOf(page, 'Open positions').filter({ hasText: 'manual' });
  await row.waitFor();
  const { items } = await ask(page, 'positions.list', {});
  expect(items.map(({ symbol, strategy, averageEntry }) => [symbol, strategy, Number(averageEntry)])).toEqual([
    [ETH, 'manual', Number(offered)],
  ]);
  expect(Number(items[0]?.stopPrice)).toBeCloseTo(Number(offered) * 0.98, 0);
  await inbox().getByText('Everything agrees').waitFor();
  await row.getByRole('button', { name: 'Close' }).click();
  await confirm(dialog(page, 'Close position'), 'Close at market');
  await row.waitFor({ state: 'detached' });
});

it('adopts the balance as a correction, and then everything agrees', async () => {
  const differs = item('Balance differs');
  await differs.waitFor();
  await confirm(await choose(differs, 'Adopt'), 'Adopt', 'a transfer of mine');
  await inbox().getByText('Everything agrees').waitFor();
  expect(await badge().count()).toBe(0);
  const { items } = await ask(page, 'ledger.list', {});
  const { kind, cause } = items.at(-1)!;
  expect(`${kind} ${cause}`).toMatch(/^correction adopted-\d+: a transfer of mine$/);
  await goTo(page, 'Activity');
  await page
    .getByText(/to adopt the balance .* \(window: a transfer of mine\) was accepted/)
    .first()
    .waitFor();
  expect(errors).toEqual([]);
});
