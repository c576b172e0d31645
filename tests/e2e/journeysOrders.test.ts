// Orders of the trader's own: refused for six reasons with the reason in words, sent, moved, and the kill switch that ends it all.
import type { Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endOfFile } from '../fixtures/endOfFile.ts';
import { cellsOf, confirm, dialog, goTo, rowsOf, shownNumber } from './fixtures/people.ts';
import { exchangeKnows } from './fixtures/simulatedExchange.ts';
import { screenshot, startWindow } from './fixtures/startWindow.ts';
import { ask, setLook } from './fixtures/window.ts';

const onEnd = endOfFile();
let page: Page;
let dataDir: string;

beforeAll(async () => {
  // Strategies that trade would open positions in between.
  const quiet = ['--setting', 'simulator.strategies=["ml-consensus"]', '--setting', 'risk.maxOpenPositions=2'];
  ({ page, dataDir } = await startWindow({ args: ['--speed', '60', ...quiet], onEnd }));
  page.setDefaultTimeout(10_000);
  await setLook(page);
}, 120_000);
beforeEach(() => page.keyboard.press('Escape'));

interface Wanted {
  readonly symbol?: string;
  readonly type?: string;
  readonly size?: string;
  readonly limit?: string;
  readonly stopLoss?: string;
}

/** Opens the ticket and writes an order of a quantity. */
async function write({
  symbol = 'BTC/USDT:USDT',
  type = 'market',
  size = '0.01',
  limit,
  stopLoss,
}: Wanted): Promise<Locator> {
  await page.getByRole('main').getByRole('button', { name: 'New order' }).click();
  const ticket = dialog(page, 'New order');
  await ticket.getByLabel('Symbol').selectOption(symbol);
  await ticket.getByLabel('Type').selectOption(type);
  await ticket.getByRole('button', { name: 'Quantity' }).click();
  await ticket.getByLabel('Quantity').fill(size);
  if (limit !== undefined) await ticket.getByLabel('Limit price').fill(limit);
  if (stopLoss !== undefined) await ticket.getByLabel('Stop loss').fill(stopLoss);
  return ticket;
}

const send = (ticket: Locator): Promise<void> => ticket.getByRole('button', { name: /^(?:Buy|Sell) / }).click();

const allOrders = async (): Promise<readonly string[]> =>
  (await ask(page, 'orders.list', {})).items.map(({ clientOrderId }) => clientOrderId);

const priceOf = async (symbol: string): Promise<number> => {
  const { figures } = await ask(page, 'orders.preview', {
    connection: 'simulator',
    order: { symbol, side: 'buy', type: 'market', qty: '0.01' },
  });
  return Number(figures!.price);
};

const refused = new Set<string>();

/** The preview says no, and why, before anything is sent; sending says the same, and no order is there. */
async function isRefused(ticket: Locator, code: string, words: RegExp): Promise<void> {
  const before = await allOrders();
  const preview = ticket.getByRole('region', { name: 'Preview' });
  await expect.poll(() => preview.textContent()).toMatch(/refuses? it/);
  for (const said of [code, words]) await expect.poll(() => preview.textContent()).toMatch(said);
  expect(await preview.isVisible()).toBe(true);
  await send(ticket);
  const refusal = ticket.getByRole('alert').filter({ hasText: 'Refused.' });
  await expect.poll(() => refusal.textContent()).toMatch(words);
  await expect.poll(() => refusal.textContent()).toContain(code);
  expect(await refusal.isVisible()).toBe(true);
  expect((await refusal.textContent())!.split(code).length - 1).toBe(1);
  expect(await allOrders()).toEqual(before);
  refused.add(code);
  await screenshot(page, `refused ${code}`);
  await page.keyboard.press('Escape');
  await ticket.waitFor({ state: 'detached' });
}

describe('an order is refused, and the ticket says why', () => {
  beforeEach(() => goTo(page, 'Orders'));

  it('smaller than the venue takes', async () => {
    await isRefused(await write({ size: '0.000001' }), 'QTY_BELOW_MIN', /quantity 0\.000001, at least 0\.00001/);
  });

  it('at a limit far from the market', async () => {
    const limit = String(Math.round((await priceOf('BTC/USDT:USDT')) / 2));
    await isRefused(await write({ type: 'limit', limit }), 'PRICE_COLLAR', /more than 5 % from the mark/);
  });

  it('and is told beforehand what becomes of a price between two ticks', async () => {
    const limit = `${String(Math.round((await priceOf('BTC/USDT:USDT')) * 0.99))}.123`;
    const ticket = await write({ type: 'limit', limit });
    const preview = ticket.getByRole('region', { name: 'Preview' });
    await expect
      .poll(() => preview.textContent())
      .toContain(`Limit price ${limit} will be sent as ${limit.slice(0, -1)}:`);
    await screenshot(page, 'ticket off the grid');
  });

  it('worth less than the venue takes', async () => {
    await isRefused(await write({ size: '0.00005' }), 'NOTIONAL_BELOW_MIN', /order of [\d.]+ USDT, at least 5 USDT/);
  });

  it('larger than one symbol may be', async () => {
    await isRefused(await write({ size: '0.3' }), 'EXPOSURE_SYMBOL', /needs [\d.]+ USDT, .* leaves [\d.]+ USDT/);
  });

  it('while trading is halted', async () => {
    await goTo(page, 'Risk');
    await page.getByRole('button', { name: 'Halt …' }).click();
    await confirm(dialog(page, 'Halt trading'), 'Halt', 'lunch');
    await expect.poll(() => page.getByRole('status', { name: 'Trading state' }).textContent()).toMatch(/halted/);
    await goTo(page, 'Orders');
    await isRefused(await write({}), 'TRADING_HALTED', /trading is HALTED.*lunch/);
    await goTo(page, 'Risk');
    await page.getByRole('button', { name: 'Resume …' }).click();
    await confirm(dialog(page, 'Resume trading'), 'Resume', 'back again');
    await expect.poll(() => page.getByRole('status', { name: 'Trading state' }).textContent()).toMatch(/active/);
  });
});

it('has been refused for five reasons that differ', () => {
  expect([...refused]).toEqual([
    'QTY_BELOW_MIN',
    'PRICE_COLLAR',
    'NOTIONAL_BELOW_MIN',
    'EXPOSURE_SYMBOL',
    'TRADING_HALTED',
  ]);
});

it('takes no nonsense in any field of the ticket', async () => {
  await goTo(page, 'Orders');
  const ticket = await write({ type: 'stopLimit' });
  const price = String(Math.round(await priceOf('BTC/USDT:USDT')));
  for (const label of ['Trigger price', 'Limit price']) await ticket.getByLabel(label).fill(price);
  const button = ticket.getByRole('button', { name: /^(?:Buy|Sell) / });
  await expect.poll(() => button.isEnabled()).toBe(true);
  for (const label of ['Trigger price', 'Limit price', 'Quantity', 'Stop loss', 'Take profit']) {
    const field = ticket.getByLabel(label, { exact: true });
    const before = await field.inputValue();
    for (const nonsense of ['much', '-1', '1e9', '0', '<b>1</b>']) {
      await field.fill(nonsense);
      await expect.poll(() => field.getAttribute('aria-invalid'), { message: `${label} ${nonsense}` }).toBe('true');
      expect(await button.isDisabled(), `${label} ${nonsense}`).toBe(true);
    }
    await field.fill(before);
  }
  await expect.poll(() => button.isEnabled()).toBe(true);
  await screenshot(page, 'ticket of a stop limit');
});

/** The stop order of the position in BTC, as the venue has confirmed it. */
async function stopAtVenue(): Promise<{ readonly id: string; readonly price: string }> {
  const { items } = await ask(page, 'orders.list', { isWorking: true, symbol: 'BTC/USDT:USDT' });
  const stops = items.filter(({ purpose }) => purpose === 'stopLoss');
  expect(stops).toHaveLength(1);
  expect(stops[0]!.state).toBe('open');
  return { id: stops[0]!.venueOrderId!, price: stops[0]!.stopPrice! };
}

/** Moves the pointer down the chart until a level can be taken hold of; its height on the page. */
async function gripOf(chart: Locator, x: number): Promise<number> {
  const { y, height } = (await chart.boundingBox())!;
  for (let at = y + height * 0.9; at > y; at -= 4) {
    await page.mouse.move(x, at);
    if (await chart.evaluate((element) => element.classList.contains('isOverLevel'))) return at;
  }
  throw new Error('no level of the chart can be taken hold of');
}

describe('an order is sent', () => {
  const positions = (): Locator => rowsOf(page, 'Open positions');

  it('and becomes a position with its stop', async () => {
    for (const [index, [symbol, size]] of [
      ['BTC/USDT:USDT', '0.01'],
      ['ETH/USDT:USDT', '0.1'],
    ].entries()) {
      await goTo(page, 'Orders');
      const ticket = await write({ symbol: symbol!, size: size! });
      await expect
        .poll(() => ticket.getByRole('region', { name: 'Preview' }).textContent())
        .toMatch(/All \d+ checks allow it/);
      if (index === 0) await screenshot(page, 'ticket');
      await send(ticket);
      await ticket.waitFor({ state: 'detached' });
      await goTo(page, 'Positions');
      await positions().filter({ hasText: symbol! }).waitFor();
    }
    await goTo(page, 'Orders');
    await expect.poll(() => rowsOf(page, 'Open orders').count()).toBe(4);
  });

  it('but no third one where two are the most', async () => {
    const ticket = await write({ symbol: 'SOL/USDT:USDT', size: '1' });
    await isRefused(ticket, 'MAX_POSITIONS', /2 positions open/);
  });

  it('and its stop is moved; nonsense is answered in words', async () => {
    await goTo(page, 'Positions');
    const row = positions().filter({ hasText: 'ETH/USDT:USDT' });
    const stop = String(Math.round((await priceOf('ETH/USDT:USDT')) * 0.9));
    await row.getByRole('button', { name: 'Move stop' }).click();
    const moving = dialog(page, 'Move stop and target');
    await moving.getByLabel('Stop').fill('about half');
    await confirm(moving, 'Move');
    await screenshot(page, 'stop with nonsense');
    const said = moving.getByRole('alert');
    await expect.poll(() => said.textContent()).toMatch(/^Write prices above zero, or nothing\./);
    await moving.getByLabel('Stop').fill(stop);
    await confirm(moving, 'Move');
    await moving.waitFor({ state: 'detached' });
    await expect.poll(() => row.textContent()).toContain(Number(stop).toLocaleString('en-US'));
  });

  it('and its stop is dragged on the chart, here and at the venue', async () => {
    const before = await stopAtVenue();
    await goTo(page, 'Chart');
    await page.getByRole('main').getByLabel('Symbol', { exact: true }).selectOption('BTC/USDT:USDT');
    const chart = page.getByRole('img', { name: /^BTC\/USDT:USDT, 15m candles/ });
    const { x, y, width, height } = (await chart.boundingBox())!;
    const middle = x + width / 2;
    await page.mouse.move(middle, y + height / 2);
    // Further out, so that the stop is among the prices that are seen.
    await page.mouse.wheel(0, 1500);
    const grip = await gripOf(chart, middle);
    await screenshot(page, 'stop under the pointer');
    await page.mouse.down();
    await page.mouse.move(middle, grip + 12, { steps: 4 });
    await page.mouse.up();
    const asked = dialog(page, 'Move stop');
    const action = asked.getByRole('button', { name: /^Move to / });
    const wanted = /[\d,.]+$/.exec((await action.textContent())!)![0];
    expect(shownNumber(wanted)).toBeLessThan(Number(before.price));
    await screenshot(page, 'stop dragged');
    // Nothing moves before it is confirmed.
    expect(await stopAtVenue()).toEqual(before);
    await action.click();
    await asked.waitFor({ state: 'detached' });

    await goTo(page, 'Positions');
    const row = positions().filter({ hasText: 'BTC/USDT:USDT' });
    await expect.poll(async () => (await cellsOf(row))['Stop']).toBe(wanted);
    await expect.poll(async () => Number((await stopAtVenue()).price).toFixed(1)).toBe(shownNumber(wanted).toFixed(1));
    const { price } = await stopAtVenue();
    await expect.poll(() => exchangeKnows(dataDir, price)).toBe(true);
    await goTo(page, 'Orders');
    await expect
      .poll(() => rowsOf(page, 'Open orders').filter({ hasText: 'BTC/USDT:USDT' }).allTextContents())
      .toEqual(expect.arrayContaining([expect.stringContaining(wanted)]));
  });

  it('and the kill switch closes it from another view, in two steps', async () => {
    await goTo(page, 'Models');
    await page.getByRole('banner').getByRole('button', { name: 'Kill switch' }).click();
    const asked = dialog(page, 'Kill switch');
    await expect.poll(() => asked.textContent()).toMatch(/Cancels 4 working orders, closes 2 open positions/);
    const action = asked.getByRole('button', { name: 'Cancel all, close all, halt' });
    expect(await action.isDisabled()).toBe(true);
    await screenshot(page, 'kill switch');
    await confirm(asked, 'Cancel all, close all, halt', 'I smell smoke');
    await asked.waitFor({ state: 'detached' });
    await page
      .getByText(/the venue says flat; verified after/)
      .first()
      .waitFor();
    await expect.poll(() => page.getByRole('status', { name: 'Trading state' }).textContent()).toMatch(/halted/);
    const [positionsLeft, ordersLeft] = [
      await ask(page, 'positions.list', {}),
      await ask(page, 'orders.list', { isWorking: true }),
    ];
    expect([positionsLeft.items, ordersLeft.items]).toEqual([[], []]);

    await goTo(page, 'Risk');
    await page.getByText(/Kill switch at .*orders canceled after .*, flat after .*, verified after/).waitFor();
    await screenshot(page, 'after the kill switch');
    await page.getByRole('button', { name: 'Resume …' }).click();
    const resuming = dialog(page, 'Resume trading');
    expect(await resuming.getByRole('button', { name: 'Resume', exact: true }).isDisabled()).toBe(true);
    await confirm(resuming, 'Resume', 'it was toast');
    await expect.poll(() => page.getByRole('status', { name: 'Trading state' }).textContent()).toMatch(/active/);
  });
});
