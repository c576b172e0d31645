// From an idea to its result: a strategy is edited and seen to act, a backtest runs to its report, another is called off, two are compared;
// and where live venues will be, nothing pretends to be there already. Settings too.
import type { Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SignalRow } from '../../src/shared/contract/records/signal.ts';
import { endOfFile } from '../fixtures/endOfFile.ts';
import { confirm, dialog, goTo, rowsOf } from './fixtures/people.ts';
import { screenshot, startWindow } from './fixtures/startWindow.ts';
import { ask, setLook } from './fixtures/window.ts';

const onEnd = endOfFile();
let page: Page;

beforeAll(async () => {
  ({ page } = await startWindow({
    args: [
      '--speed',
      '3000',
      '--setting',
      'simulator.strategies=["sma-cross"]',
      '--setting',
      'simulator.symbols=["BTC/USDT:USDT"]',
    ],
    onEnd,
  }));
  page.setDefaultTimeout(15_000);
  await setLook(page);
}, 120_000);
beforeEach(() => page.keyboard.press('Escape'));

const main = (): Locator => page.getByRole('main');

/** By the message that says what was done. */
const undo = (message: string): Promise<void> =>
  page.locator('.toast').filter({ hasText: message }).getByRole('button', { name: 'Undo' }).click();

describe('a strategy', () => {
  const text = (): Locator => page.getByRole('textbox', { name: 'Strategy text, YAML' });

  it('is checked while it is typed, and what is wrong is said with its line', async () => {
    await goTo(page, 'Strategies');
    await rowsOf(page, 'Strategies').filter({ hasText: 'SMA cross' }).click();
    await main().getByText('Valid', { exact: true }).waitFor();
    const before = await text().inputValue();
    await text().fill(before.replace('stopLossPct: 2', 'stopLosPct: 2'));
    const problem = page.getByRole('list', { name: 'Problems' }).getByRole('button');
    await expect.poll(() => problem.first().textContent()).toMatch(/^Line \d+: .*did you mean "stopLossPct"/);
    expect(await main().getByRole('button', { name: 'Save …' }).isDisabled()).toBe(true);
    await screenshot(page, 'strategy with a problem');
    await main().getByLabel('Stop loss').fill('lots');
    await expect.poll(() => problem.count()).toBeGreaterThan(0);
    await main().getByRole('button', { name: 'Revert' }).click();
    expect(await text().inputValue()).toBe(before);
  });

  /** Writes the text, looks at the difference, and saves it with a reason. */
  async function save(yaml: string, reason: string): Promise<void> {
    await text().fill(yaml);
    await main().getByText('Valid', { exact: true }).waitFor();
    await main().getByRole('button', { name: 'Save …' }).click();
    const saving = dialog(page, 'Save sma-cross');
    await expect.poll(() => saving.getByRole('group', { name: 'What will change' }).textContent()).toMatch(/added: /);
    await confirm(saving, 'Save', reason);
    await saving.waitFor({ state: 'detached' });
  }

  const signals = async (): Promise<readonly SignalRow[]> =>
    (await ask(page, 'signals.list', { strategy: 'sma-cross', limit: 1000 })).items;
  const ALWAYS = 'close is above 1';
  const NEVER = 'close is below 1';
  const isOf = (label: string, { signal }: SignalRow): boolean => JSON.stringify(signal.evidence).includes(label);

  const closeAll = async (): Promise<void> => {
    const { items } = await ask(page, 'positions.list', {});
    for (const { strategy, symbol } of items)
      await ask(page, 'positions.close', { connection: 'simulator', strategy, symbol });
  };

  it('is saved after a look at the difference, and enters for the new reason', async () => {
    expect((await signals()).filter((row) => isOf(ALWAYS, row))).toEqual([]);
    const before = await text().inputValue();
    const field = (label: string): Locator => main().getByLabel(`Entry long 1, ${label}`, { exact: true });
    await field('first value').selectOption('Close');
    await field('comparison').selectOption('is above');
    await field('second value').selectOption('Number');
    await field('second value, number').fill('one');
    await expect.poll(() => main().getByRole('group', { name: 'Entry long 1' }).textContent()).toMatch(/found.*one/);
    await screenshot(page, 'condition with nonsense');
    await field('second value, number').fill('1');
    await expect.poll(() => main().getByText(ALWAYS).first().isVisible()).toBe(true);
    await main().getByLabel('Name', { exact: true }).fill('Always in');
    await main().getByText('Valid', { exact: true }).waitFor();
    const changed = await text().inputValue();
    await main().getByRole('button', { name: 'Save …' }).click();
    const saving = dialog(page, 'Save sma-cross');
    const difference = await saving.getByRole('group', { name: 'What will change' }).textContent();
    expect(difference).toMatch(/removed: .*crossesAbove/);
    expect(difference).toMatch(/added: .*above: \[/);
    await screenshot(page, 'strategy difference');
    await confirm(saving, 'Save', 'let it enter');
    await rowsOf(page, 'Strategies').filter({ hasText: 'Always in' }).filter({ hasText: 'own' }).waitFor();
    await undo('sma-cross saved');
    await rowsOf(page, 'Strategies').filter({ hasText: 'SMA cross' }).waitFor();
    await expect.poll(() => text().inputValue()).toBe(before);
    await save(changed, 'let it enter after all');

    await closeAll();
    await goTo(page, 'Signals');
    await expect
      .poll(async () => (await signals()).some((row) => row.decision?.outcome === 'ordered' && isOf(ALWAYS, row)), {
        timeout: 40_000,
      })
      .toBe(true);
    const entry = (await signals()).find((row) => row.decision?.outcome === 'ordered' && isOf(ALWAYS, row))!;
    expect([entry.signal.strategy, entry.signal.action]).toEqual(['sma-cross', 'entry']);
    await page.evaluate((hash) => (location.hash = hash), `#/signals?signal=${encodeURIComponent(entry.signal.id)}`);
    const evidence = main().getByRole('list', { name: 'Evidence' });
    await expect.poll(() => evidence.textContent()).toMatch(/true:\s*close is above 1/i);
    await screenshot(page, 'signal of the new condition');
    const { items: orders } = await ask(page, 'orders.list', { strategy: 'sma-cross', limit: 1000 });
    const made = orders.filter(({ clientOrderId }) => entry.decision!.orders.includes(clientOrderId));
    expect(made.map(({ purpose, side }) => [purpose, side])).toEqual([['entry', 'buy']]);
  });

  it('enters no more once its condition can no longer be true', async () => {
    await goTo(page, 'Strategies');
    await rowsOf(page, 'Strategies').filter({ hasText: 'Always in' }).click();
    const before = await text().inputValue();
    await save(before.replace('above: [{ price: close }, 1]', 'below: [{ price: close }, 1]'), 'enough');
    await closeAll();

    // Its next look says which condition stopped it.
    await expect
      .poll(async () => (await ask(page, 'decisions.list', { strategy: 'sma-cross', limit: 1 })).items[0]?.stops, {
        timeout: 40_000,
      })
      .toEqual([expect.objectContaining({ text: expect.stringContaining(NEVER) as string })]);
    await goTo(page, 'Signals');
    const look = main().locator('article').filter({ hasText: 'sma-cross' });
    await expect.poll(() => look.textContent(), { timeout: 40_000 }).toMatch(/Stopped at conditions.*close is below 1/);
    await look.getByRole('button', { name: 'Show the evidence' }).click();
    await expect
      .poll(() => look.getByRole('list', { name: 'Long' }).textContent())
      .toMatch(/not true:\s*close is below 1/i);
    await screenshot(page, 'why no trade after the edit');
    expect((await signals()).filter((row) => isOf(NEVER, row))).toEqual([]);
    expect((await ask(page, 'positions.list', {})).items).toEqual([]);
    await ask(page, 'strategies.save', { id: 'sma-cross', yaml: before, reason: 'for the backtests below' });
  });
});

describe('a backtest', () => {
  const field = (label: string): Locator => main().getByLabel(label, { exact: true });
  const run = (): Locator => main().getByRole('button', { name: 'Run backtest' });

  /** Starts a run on a made-up market. */
  async function start(name: string, days: string): Promise<void> {
    await field('Days').fill(days);
    await field('Name of the run').fill(name);
    await run().click();
  }

  it('is not started with nonsense; what is wrong stands at its field', async () => {
    await goTo(page, 'Strategies');
    await rowsOf(page, 'Strategies').filter({ hasText: 'Always in' }).click();
    await main().getByRole('button', { name: 'Backtest this' }).click();
    await expect.poll(() => main().getByRole('checkbox', { name: 'Always in' }).isChecked()).toBe(true);
    for (const [label, nonsense] of [
      ['Days', 'a fortnight'],
      ['Days', '1500'],
      ['Money at the start', '-5'],
      ['Taker fee', 'cheap'],
      ['Symbol', '?'],
    ] as const) {
      const before = await field(label).inputValue();
      await field(label).fill(nonsense);
      await expect.poll(() => field(label).getAttribute('aria-invalid'), { message: label }).toBe('true');
      expect(await run().isDisabled(), label).toBe(true);
      await field(label).fill(before);
    }
    await screenshot(page, 'backtest form');
  });

  it('runs to its report', async () => {
    await main().getByRole('switch', { name: 'Ask the models' }).click();
    await start('short', '10');
    await rowsOf(page, 'Kept runs').filter({ hasText: 'short' }).waitFor({ timeout: 40_000 });
    await main().getByRole('heading', { name: 'Equity against buy and hold' }).waitFor();
    expect(await rowsOf(page, 'Trades of the run').count()).toBeGreaterThan(0);
    const chart = main().getByRole('img', { name: /candles with the trades of the run$/ });
    await expect.poll(async () => Number(await chart.getAttribute('data-bars'))).toBeGreaterThan(100);
    await chart.scrollIntoViewIfNeeded();
    await screenshot(page, 'backtest report');
  });

  it('is called off', async () => {
    await main().getByRole('switch', { name: 'Ask the models' }).click();
    await start('endless', '730');
    const job = main().getByRole('listitem').filter({ hasText: 'endless' });
    await job.getByRole('meter', { name: 'Progress' }).waitFor();
    await job.getByRole('button', { name: 'Cancel' }).click();
    await job.getByText('canceled').waitFor();
    expect(await rowsOf(page, 'Kept runs').filter({ hasText: 'endless' }).count()).toBe(0);
  });

  it('is compared with another', async () => {
    await main().getByRole('switch', { name: 'Ask the models' }).click();
    await start('longer', '20');
    await rowsOf(page, 'Kept runs').filter({ hasText: 'longer' }).waitFor({ timeout: 40_000 });
    for (const name of ['short', 'longer'])
      await main()
        .getByRole('checkbox', { name: `Compare ${name}` })
        .check();
    const table = page.getByRole('table', { name: 'Metrics of the compared runs' });
    await table.waitFor();
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Metric', 'short', 'longer']);
    await screenshot(page, 'backtest comparison');
  });

  it('is deleted, and brought back', async () => {
    const row = rowsOf(page, 'Kept runs').filter({ hasText: 'short' });
    await row.getByRole('button', { name: 'Delete short' }).click();
    await row.waitFor({ state: 'detached' });
    await undo('Run deleted');
    await row.waitFor();
  });
});

it('says honestly where live venues will be, and has no dead button there', async () => {
  await goTo(page, 'Connections');
  await main().getByText('Connections to Delta Exchange and Binance come with a later version.').waitFor();
  const notThere = main().getByRole('listitem').filter({ hasText: 'Not available' });
  expect(await notThere.count()).toBeGreaterThan(0);
  expect(await notThere.getByRole('button').count()).toBe(0);
  await main().getByRole('button', { name: 'Verify' }).first().click();
  await expect
    .poll(() =>
      main()
        .getByRole('listitem')
        .filter({ hasText: / ms| s/ })
        .count(),
    )
    .toBeGreaterThan(0);
  await screenshot(page, 'connections verified');
});

it('takes no nonsense as a setting, keeps a change, and goes back to the default', async () => {
  await goTo(page, 'Settings');
  const line = main().locator('.settingLine').filter({ hasText: 'paper.latencyMs' });
  const field = line.getByRole('textbox', { name: 'paper.latencyMs' });
  const before = await field.inputValue();
  await field.fill('fast');
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
  expect(await line.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await field.fill('-5');
  await line.getByRole('button', { name: 'Save' }).click();
  const refusal = page.locator('.toast').filter({ hasText: 'paper.latencyMs was not changed' });
  await expect.poll(() => refusal.textContent()).toContain('expected a number of at least 0, found -5');
  await page.keyboard.press('Escape');
  await refusal.waitFor({ state: 'detached' });
  await field.fill('275');
  await line.getByRole('button', { name: 'Save' }).click();
  await line.getByText('from file').waitFor();
  await undo('paper.latencyMs changed');
  await line.getByText('from file').waitFor({ state: 'detached' });
  await expect.poll(() => field.inputValue()).toBe(before);
  await field.fill('280');
  await line.getByRole('button', { name: 'Save' }).click();
  await line.getByText('from file').waitFor();
  await line.getByRole('button', { name: `Default (${before})` }).click();
  await line.getByText('from file').waitFor({ state: 'detached' });
  expect(await field.inputValue()).toBe(before);
  await screenshot(page, 'settings');
});
