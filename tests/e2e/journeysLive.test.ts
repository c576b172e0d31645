// The way to live trading on the rehearsal exchange: vault, keys that are refused, keys that are taken, checklist, sentence, switch; and
// after another start the keys are as unreadable as before.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningChild } from '../builders/runningChild.ts';
import { endOfFile } from '../fixtures/endOfFile.ts';
import { overflow, seriousFindings, SIZES } from './fixtures/accessible.ts';
import { confirm, dialog, goTo, rowsOf } from './fixtures/people.ts';
import { screenshot, startWindow } from './fixtures/startWindow.ts';
import { ask, setLook } from './fixtures/window.ts';

const CONNECTION = 'loopback';
const PASSPHRASE = 'four words nobody knows';
const REHEARSAL = 'LIVE REHEARSAL · SIMULATED';

const onEnd = endOfFile();
let page: Page;
let child: RunningChild;
let dataDir: string;
/** Everything that was a secret once. */
const secrets: string[] = [PASSPHRASE];

beforeAll(async () => {
  // No strategy trades in between: it looks at closed candles, and none closes that soon.
  ({ page, child, dataDir } = await startWindow({ args: ['--speed', '1'], onEnd }));
  page.setDefaultTimeout(10_000);
  await setLook(page);
}, 120_000);

/** Keys are stretched and engines start, on a machine that may be busy. */
const until = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });

const card = (): Locator => page.getByRole('group', { name: 'Rehearsal', exact: true });
const way = (): Locator => page.getByRole('region', { name: 'Going live: Rehearsal' });
const step = (label: RegExp): Locator => way().getByRole('listitem').filter({ hasText: label });
const tradeLive = (): Locator => way().getByRole('switch', { name: 'Trade live' });
const mode = (): Promise<string | null> => page.getByRole('status', { name: 'Mode' }).textContent();
const rowNow = async () => {
  const { items } = await ask(page, 'connections.list', {});
  return items.find(({ id }) => id === CONNECTION);
};

/** The picture at both sizes and both themes, and what axe says of each theme. */
async function look(name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((wanted) => (document.documentElement.dataset['theme'] = wanted), theme);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await way().evaluate((panel) => panel.scrollIntoView());
      await screenshot(page, `${name} ${theme} ${String(size.width)}`);
      expect(await overflow(page)).toEqual({ right: 0, below: 0 });
    }
    expect(await seriousFindings(page)).toEqual([]);
  }
  await tradeLive().scrollIntoViewIfNeeded();
  await screenshot(page, `${name} its end`);
}

/** Takes keys from the rehearsal exchange and puts them into the form. */
async function takeKeys(canWithdraw: boolean): Promise<void> {
  await card().getByRole('button', { name: 'Get keys from the rehearsal exchange …' }).click();
  const desk = dialog(page, 'Keys of the rehearsal exchange');
  if (canWithdraw) await desk.getByRole('checkbox', { name: 'May withdraw' }).check();
  await desk.getByRole('button', { name: 'Get keys', exact: true }).click();
  const shown = desk.locator('code');
  await shown.first().waitFor();
  secrets.push(...(await shown.allTextContents()));
  if (canWithdraw) {
    await desk.getByRole('button', { name: 'Copy API key' }).click();
    await page.getByText('API key copied', { exact: true }).waitFor();
  }
  await desk.getByRole('button', { name: 'Put into the form' }).click();
}

async function storeKeys(): Promise<void> {
  const form = dialog(page, 'Keys of Rehearsal');
  for (const label of ['API key', 'API secret'])
    expect(await form.getByLabel(label, { exact: true }).getAttribute('type')).toBe('password');
  await form.getByRole('button', { name: 'Store the keys' }).click();
  await form.waitFor({ state: 'detached' });
}

async function verify(): Promise<Locator> {
  await way().getByRole('button', { name: 'Verify' }).click();
  await way().getByRole('button', { name: 'Verify' }).waitFor();
  return way().getByRole('list', { name: 'What was verified' });
}

async function sendOrder(words: string): Promise<Locator> {
  await goTo(page, 'Orders');
  await page.getByRole('main').getByRole('button', { name: 'New order' }).click();
  const ticket = dialog(page, 'New order');
  await until(() => ticket.textContent()).toContain(`${words} on ${CONNECTION}`);
  await ticket.getByRole('button', { name: 'Quantity' }).click();
  await ticket.getByLabel('Quantity').fill('0.01');
  await ticket.getByRole('button', { name: /^Buy / }).click();
  return ticket;
}

describe('before there are keys', () => {
  it('makes the rehearsal exchange from its template, and its card has the focus', async () => {
    await goTo(page, 'Connections');
    await page.getByRole('region', { name: 'Going live' }).getByText('No connection here can').waitFor();
    const templates = page.getByRole('region', { name: 'Templates' });
    const template = templates.getByRole('listitem').filter({ hasText: 'Rehearsal exchange' });
    await template.getByRole('button', { name: 'Make one …' }).click();
    const asked = dialog(page, 'New Rehearsal exchange');
    await asked.getByLabel('Name').fill('Rehearsal');
    await confirm(asked, 'Make it');
    await card().waitFor();
    await until(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Rehearsal');
    await until(() => template.textContent()).toContain('Not available');
  });

  it('says what is left, and does not switch', async () => {
    await until(() => way().textContent()).toContain('1 of 8 steps are done');
    expect(await tradeLive().isDisabled()).toBe(true);
    const wish = { connection: CONNECTION, isLive: true, reason: 'try', sentence: `trade live on ${CONNECTION}` };
    await expect(ask(page, 'connections.setLive', { ...wish, confirmed: ['limits', 'killSwitch'] })).rejects.toThrow(
      /was not switched to live: The vault is open: there is no vault/,
    );
  });
});

describe('keys', () => {
  it('go into a vault that is made on the way, and are refused where they may withdraw', async () => {
    await takeKeys(true);
    const making = dialog(page, 'Make the vault');
    await making.getByLabel('Passphrase', { exact: true }).fill('too short');
    await making.getByText('3 more are needed').waitFor();
    await making.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await making.getByLabel('Passphrase again').fill(`${PASSPHRASE}!`);
    await confirm(making, 'Make the vault');
    await until(() => making.getByRole('alert').textContent()).toMatch(/^Write the same passphrase twice\./);
    await making.getByLabel('Passphrase again').fill(PASSPHRASE);
    await confirm(making, 'Make the vault');
    await storeKeys();
    await until(() => card().textContent()).toMatch(/API key: stored.*API secret: stored.*since .* never shown/);
    await screenshot(page, 'card with keys');
    const steps = await verify();
    await until(() => steps.textContent()).toMatch(/They may withdraw money/);
    await expect
      .poll(() => step(/^Keys are stored, may trade/).textContent())
      .toMatch(/Failed.*make others without that right/);
  });

  it('are replaced by proper ones, which pass every step', async () => {
    await takeKeys(false);
    await storeKeys();
    await until(async () => (await rowNow())?.state).toBe('running');
    await expect
      .poll(async () => {
        const { isVerified, steps } = await ask(page, 'connections.verify', { connection: CONNECTION });
        return isVerified || steps.filter(({ status }) => status === 'fail');
      })
      .toBe(true);
    const steps = await verify();
    await until(() => steps.getByRole('listitem').count()).toBeGreaterThan(8);
    await until(() => way().textContent()).toContain('5 of 8 steps are done');
  });

  it('can be seen nowhere', async () => {
    expect(await page.locator('html').evaluate((html) => html.outerHTML)).not.toSatisfy(hasSecret);
  });
});

const hasSecret = (text: string): boolean => secrets.some((secret) => text.includes(secret));

describe('the switch', () => {
  it('is off, and an order is refused in words', async () => {
    await page.getByRole('banner').getByLabel('Connection').selectOption(CONNECTION);
    await until(mode).toBe(`${REHEARSAL} · OFF`);
    const ticket = await sendOrder(`${REHEARSAL} · OFF`);
    const refusal = ticket.getByRole('alert').filter({ hasText: 'Refused.' });
    await until(() => refusal.textContent()).toMatch(/LIVE_NOT_ALLOWED.*live trading is not switched on/i);
    await page.keyboard.press('Escape');
    await ticket.waitFor({ state: 'detached' });
  });

  it('waits for every confirmation and the sentence to the letter', async () => {
    await goTo(page, 'Connections');
    await until(() => tradeLive().isDisabled()).toBe(true);
    await look('live checklist incomplete');
    await way().getByRole('checkbox', { name: 'I have read these limits and want them' }).check();
    await way().getByRole('checkbox', { name: 'I know where it is and what it does' }).check();
    await way().getByLabel('The sentence').fill('Trade live on loopback');
    await until(() => way().getByLabel('The sentence').getAttribute('aria-invalid')).toBe('true');
    expect(await tradeLive().isDisabled()).toBe(true);
    const wish = { connection: CONNECTION, isLive: true, reason: 'try', sentence: 'Trade live on loopback' };
    await expect(ask(page, 'connections.setLive', { ...wish, confirmed: ['limits', 'killSwitch'] })).rejects.toThrow(
      /type "trade live on loopback", to the letter/,
    );
    await way().getByLabel('The sentence').fill(`trade live on ${CONNECTION}`);
    await until(() => way().textContent()).toContain('8 of 8 steps are done');
    await look('live checklist complete');
  });

  it('asks once more, and then every place says live and simulated', async () => {
    await tradeLive().click();
    const asked = dialog(page, 'Trade live on Rehearsal');
    expect(await asked.textContent()).toMatch(/No real money moves/);
    expect(await asked.getByRole('button', { name: 'Trade live', exact: true }).isDisabled()).toBe(true);
    await confirm(asked, 'Trade live', 'the rehearsal');
    await way().getByText('Trades live').waitFor();
    expect((await rowNow())?.isLive).toBe(true);
    await until(mode).toBe(REHEARSAL);
    expect(await card().textContent()).toContain(REHEARSAL);
    expect(await page.locator('.frame').getAttribute('class')).toContain('frame-rehearsal');
    expect(await page.locator('body').textContent()).not.toMatch(/Real money:/);
  });

  it('lets an order through, and the kill switch says whom it stops', async () => {
    const ticket = await sendOrder(REHEARSAL);
    await ticket.waitFor({ state: 'detached' });
    await goTo(page, 'Positions');
    await rowsOf(page, 'Open positions').filter({ hasText: 'BTC/USDT:USDT' }).waitFor();
    await page.getByRole('banner').getByRole('button', { name: 'Kill switch' }).click();
    const asked = dialog(page, 'Kill switch');
    await until(() => asked.textContent()).toMatch(/on loopback.*closes 1 open position /);
    expect(await asked.getByLabel('Reason').evaluate((field) => field === document.activeElement)).toBe(true);
    await screenshot(page, 'kill switch of two connections');
    await asked.getByRole('button', { name: 'All 2 connections' }).click();
    await until(() => asked.textContent()).toMatch(/On every connection that runs/);
    await page.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });
    await page.getByRole('banner').getByLabel('Connection').selectOption('simulator');
    await until(() => rowsOf(page, 'Open positions').count()).toBe(0);
    await until(mode).toMatch(/^SIMULATED/);
    await page.getByRole('banner').getByLabel('Connection').selectOption(CONNECTION);
    await rowsOf(page, 'Open positions').first().waitFor();
  });

  it('goes off with the connection', async () => {
    await goTo(page, 'Connections');
    await card().getByRole('switch', { name: 'Enabled' }).click();
    await confirm(dialog(page, 'Switch Rehearsal off'), 'Switch off', 'enough');
    await way().getByText('Live trading is off').waitFor();
    expect(await rowNow()).toMatchObject({ isEnabled: false, isLive: false });
    await way().getByRole('button', { name: 'Switch Rehearsal on' }).click();
    await until(async () => (await rowNow())?.state).toBe('running');
    expect((await rowNow())?.isLive).toBe(false);
  });
});

describe('after another start', () => {
  beforeAll(async () => {
    child.signal('SIGTERM');
    await child.ended;
    ({ page, child } = await startWindow({ dataDir, args: ['--speed', '1'], onEnd }));
    page.setDefaultTimeout(10_000);
  }, 60_000);

  it('no secret can be read: not from the page, not from an answer, not from a file', async () => {
    await goTo(page, 'Connections');
    await card().waitFor();
    expect(await page.locator('html').evaluate((html) => html.outerHTML)).not.toSatisfy(hasSecret);
    const answers = [
      await ask(page, 'connections.list', {}),
      await ask(page, 'connections.checklist', { connection: CONNECTION }),
      await ask(page, 'vault.status', {}),
      await ask(page, 'settings.get', {}),
      await ask(page, 'activity.list', { limit: 5000 }),
      await ask(page, 'preferences.get', {}),
    ];
    expect(JSON.stringify(answers)).not.toSatisfy(hasSecret);
    expect(secrets).toHaveLength(5);
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const telling = files.filter((file) => holdsSecret(join(file.parentPath, file.name)));
    expect(telling.map(({ name }) => name)).toEqual([]);
  });

  it('the vault asks for its passphrase, and takes no other', async () => {
    expect(await step(/The vault is open/).textContent()).toMatch(/To do/);
    await page.getByRole('banner').getByRole('button', { name: 'Vault locked …' }).click();
    const asked = dialog(page, 'Open the vault');
    await asked.getByLabel('Passphrase').fill('four words nobody knew');
    await confirm(asked, 'Open the vault');
    // Looking whether it fits takes its time, so that guessing does.
    await asked.getByRole('alert').waitFor();
    expect(await asked.getByRole('alert').textContent()).toMatch(/passphrase/i);
    await screenshot(page, 'vault with a wrong passphrase');
    expect(await asked.getByLabel('Passphrase').inputValue()).toBe('');
    await asked.getByLabel('Passphrase').fill(PASSPHRASE);
    await confirm(asked, 'Open the vault');
    await asked.waitFor({ state: 'detached' });
    await until(async () => (await rowNow())?.state).toBe('running');
    expect((await rowNow())?.isLive).toBe(false);
    await until(() => step(/The vault is open/).textContent()).toMatch(/Done/);
  });

  it('keys are deleted with a reason', async () => {
    await card().getByRole('button', { name: 'Delete keys …' }).click();
    const asked = dialog(page, 'Delete the keys of Rehearsal');
    expect(await asked.getByRole('button', { name: 'Delete the keys' }).isDisabled()).toBe(true);
    await confirm(asked, 'Delete the keys', 'the rehearsal is over');
    await card().getByText('API secret: not stored').waitFor();
    await until(() => step(/^Keys are stored, may trade/).textContent()).toMatch(/To do.*not stored/);
  });
});

/** A file of the browser may be gone before it is read. */
function holdsSecret(path: string): boolean {
  try {
    const bytes = readFileSync(path);
    return secrets.some((secret) => bytes.includes(secret));
  } catch {
    return false;
  }
}
