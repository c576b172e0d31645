// The first minutes of a trader on a market that runs fast: the first run, a trade from its beginning to its end, a reload in the middle,
// and a flood of requests while the engine trades.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FillRow } from '../../src/shared/contract/records/order.ts';
import { endOfFile } from '../fixtures/endOfFile.ts';
import { runCli } from '../integration/runCli.ts';
import { screenshot, startWindow } from './fixtures/startWindow.ts';
import { type Cells, cellsOf, dialog, goTo, rowsOf, shownNumber, topFigure } from './fixtures/people.ts';
import { ask } from './fixtures/window.ts';

const FAST = ['--speed', '6000'] as const;
const MONEY = /^[\d,]+\.\d\d USDT$/;

const onEnd = endOfFile();
let page: Page;
let dataDir: string;
let startedAt: number;

beforeAll(async () => {
  startedAt = performance.now();
  ({ page, dataDir } = await startWindow({ args: FAST, onEnd }));
}, 120_000);

/** What the data folder tells, whatever the window says. */
async function told<Answer>(table: string, ...more: readonly string[]): Promise<Answer> {
  const { stdout } = await runCli(['--json', table, '--data-dir', dataDir, '--limit', '5000', ...more]);
  return JSON.parse(stdout) as Answer;
}

describe('the first run', () => {
  it('shows paper trading within a minute, and three steps before it', async () => {
    const first = dialog(page, 'Paper trading already runs');
    await expect
      .poll(() => first.getByRole('status', { name: 'Equity so far' }).textContent(), { timeout: 30_000 })
      .toMatch(MONEY);
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    await screenshot(page, 'first run');
    await first.getByRole('button', { name: 'Next' }).click();

    const second = dialog(page, 'Choose your look');
    await second.getByRole('button', { name: 'Light' }).click();
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('light');
    await second.getByRole('button', { name: 'Next' }).click();

    await dialog(page, 'Know the kill switch').getByRole('button', { name: 'Start' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => topFigure(page, 'Equity').textContent()).toMatch(MONEY);
    expect(await page.getByRole('status', { name: 'Engine state' }).textContent()).toBe('Running 6000×');
    expect(await page.getByRole('status', { name: 'Mode' }).textContent()).toMatch(/SIMULATED/);
  });

  it('is not shown again, and the look stays', async () => {
    await page.reload();
    await expect.poll(() => topFigure(page, 'Equity').textContent()).toMatch(MONEY);
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
  });

  it('can be skipped from the keyboard', async () => {
    await ask(page, 'preferences.set', { key: 'window', value: { savedAt: Date.now() } });
    await page.reload();
    await dialog(page, 'Paper trading already runs').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect
      .poll(async () => (await ask(page, 'preferences.get', {})).values['window'])
      .toMatchObject({ hasSeenFirstRun: true });
    await page.reload();
    await expect.poll(() => topFigure(page, 'Equity').textContent()).toMatch(MONEY);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

interface Watched {
  readonly opened: Cells;
  readonly last: Cells;
  /** How often its P&L was another while it was open. */
  readonly changes: number;
}

/** Looks at the table until one of the positions that were not there has opened and is gone again; its cells by their heads. */
const watchOne = (): Promise<Watched> =>
  page.evaluate(
    () =>
      new Promise<Watched>((done) => {
        const rows = (): Map<string, Cells> => {
          const table = document.querySelector('table[aria-label="Open positions"]')!;
          const heads = [...table.querySelectorAll('th')].map((head) => head.textContent);
          return new Map(
            [...table.querySelectorAll('tbody tr[data-row]')].map((row) => {
              const texts = [...row.querySelectorAll('td')].map((cell, index) => [heads[index]!, cell.textContent]);
              const cells = Object.fromEntries(texts) as Cells;
              return [`${cells['Strategy']!} ${cells['Symbol']!} ${cells['Entry']!}`, cells];
            }),
          );
        };
        const before = rows();
        const watched = new Map<string, Cells[]>();
        const look = (): void => {
          const now = rows();
          for (const [key, cells] of now) if (!before.has(key)) watched.set(key, [...(watched.get(key) ?? []), cells]);
          const [, seen] = [...watched].find(([key]) => !now.has(key)) ?? [];
          if (seen === undefined) return;
          clearInterval(timer);
          const changes = seen.filter((each, index) => index > 0 && each['P&L'] !== seen[index - 1]!['P&L']).length;
          done({ opened: seen[0]!, last: seen.at(-1)!, changes });
        };
        const timer = setInterval(look, 30);
      }),
  );

interface TradeOnDisk {
  readonly entryPrice: string;
  readonly exitPrice: string;
  readonly qty: string;
  readonly fees: string;
  readonly funding: string;
  readonly pnl: string;
}

it(
  'shows one position from its opening to its trade, with the P&L that the ledger has',
  { timeout: 90_000 },
  async () => {
    await goTo(page, 'Positions');
    await page.getByRole('table', { name: 'Open positions' }).waitFor();
    // The strategies enter and leave at closes that one cannot foresee.
    const { opened, last, changes } = await watchOne();
    expect(opened['Symbol']).toMatch(/^(?:BTC|ETH|SOL)\/USDT:USDT$/);
    expect(changes).toBeGreaterThan(0);
    const isLong = opened['Side']!.endsWith('long');
    const drift = shownNumber(last['Mark']!) - shownNumber(last['Entry']!);
    if (drift !== 0) expect(Math.sign(shownNumber(last['P&L']!))).toBe(Math.sign(drift) * (isLong ? 1 : -1));

    await goTo(page, 'Trades');
    const row = rowsOf(page, 'Trades')
      .filter({ hasText: opened['Strategy']! })
      .filter({ hasText: opened['Symbol']! })
      .filter({ hasText: opened['Entry']! });
    await row.waitFor();
    const trade = await cellsOf(row);
    for (const cell of ['Strategy', 'Symbol', 'Side', 'Entry'] as const) expect(trade[cell]).toBe(opened[cell]);
    // A position may be left in parts: its trade has all of it.
    expect(shownNumber(trade['Quantity']!)).toBeGreaterThanOrEqual(shownNumber(last['Quantity']!));

    const { strategy, symbol } = { strategy: trade['Strategy']!, symbol: trade['Symbol']! };
    const { trades } = await told<{ trades: readonly TradeOnDisk[] }>(
      'trades',
      '--strategy',
      strategy,
      '--symbol',
      symbol,
    );
    const [kept] = trades.filter(
      ({ entryPrice }) => Math.abs(Number(entryPrice) - shownNumber(trade['Entry']!)) < 0.06,
    );
    const { entryPrice, exitPrice, qty, fees, funding, pnl } = kept!;
    expect(shownNumber(trade['Exit']!)).toBeCloseTo(Number(exitPrice), 1);
    const gross = (Number(exitPrice) - Number(entryPrice)) * Number(qty) * (isLong ? 1 : -1);
    expect(Number(pnl)).toBeCloseTo(gross - Number(fees), 6);
    expect(shownNumber(trade['Net']!)).toBeCloseTo(Number(pnl) + Number(funding), 2);
  },
);

it('says its fills to those who cannot see them', async () => {
  await expect
    .poll(() => page.locator('[data-live=polite]').textContent(), { timeout: 30_000 })
    .toMatch(/^(?:Bought|Sold) [\d.]+ /);
});

interface Counted {
  readonly fills: readonly FillRow[];
  /** Told again after a snapshot or a change had told it already. */
  readonly twice: readonly string[];
}

/** Counts the fills that the page is told of, as the window does: a snapshot is all there is, then each change is a new one. */
const countFills = (page: Page, changes: number): Promise<Counted> =>
  page.evaluate(
    (wanted) =>
      new Promise<Counted>((done) => {
        const [all, twice] = [[] as FillRow[], [] as string[]];
        let held = new Set<string>();
        let count = 0;
        const stop = window.foredeck!.subscribe('trades', ({ kind, items }) => {
          const fills = items.flatMap((item) => (item.kind === 'fill' ? [item.fill] : []));
          if (kind === 'snapshot') held = new Set();
          twice.push(...fills.map(({ fillId }) => fillId).filter((id) => held.has(id)));
          for (const { fillId } of fills) held.add(fillId);
          all.push(...fills);
          if (kind === 'delta') count += fills.length;
          if (count < wanted) return;
          stop();
          done({ fills: all, twice });
        });
      }),
    changes,
  );

interface LedgerOnDisk {
  readonly kind: string;
  readonly cause: string;
  readonly at: number;
}

interface OrderOnDisk {
  readonly clientOrderId: string;
  readonly filledQty: string;
}

it('is told every fill exactly once across three reloads while it trades, as the ledger on the disk has them', async () => {
  const seen = new Map<string, FillRow>();
  for (let turn = 0; turn < 4; turn += 1) {
    const { fills, twice } = await countFills(page, 2);
    expect(twice).toEqual([]);
    for (const fill of fills) seen.set(fill.fillId, fill);
    if (turn < 3) await page.reload();
  }
  const last = Math.max(...[...seen.values()].map(({ at }) => at));
  // Every fill pays its fee: one entry for each, whose cause it is. Later ones were booked after the page had looked for the last time.
  const { ledger } = await told<{ ledger: readonly LedgerOnDisk[] }>('ledger');
  const booked = ledger.filter(({ kind }) => kind === 'fee').map(({ cause, at }) => ({ id: cause, at }));
  expect(new Set(booked.map(({ id }) => id)).size).toBe(booked.length);
  expect(booked.map(({ id }) => id)).toEqual(expect.arrayContaining([...seen.keys()]));
  expect(booked.filter(({ id, at }) => at < last && !seen.has(id))).toEqual([]);

  const { orders } = await told<{ orders: readonly OrderOnDisk[] }>('orders');
  for (const { clientOrderId, filledQty } of orders) {
    const own = [...seen.values()].filter((fill) => fill.clientOrderId === clientOrderId);
    // An order that fills at this very moment may be ahead of the page.
    if (own.length === 0 || own.some(({ at }) => at === last)) continue;
    expect(own.reduce((sum, { qty }) => sum + Number(qty), 0)).toBeCloseTo(Number(filledQty), 9);
  }
  const { items } = await ask(page, 'fills.list', { limit: 5000 });
  expect(items.map(({ fillId }) => fillId)).toEqual(expect.arrayContaining(booked.map(({ id }) => id)));
});

it('goes on trading, and answers, after a flood of ten thousand requests', async () => {
  const clock = (): Promise<number> =>
    page.evaluate(
      () =>
        new Promise<number>((done) => {
          const stop = window.foredeck!.subscribe('engines', ({ items }) => {
            const [engine] = items;
            if (engine === undefined) return;
            stop();
            done(engine.at);
          });
        }),
    );
  const before = await clock();
  const flood = await page.evaluate(async () => {
    let [answered, taken] = [0, 0];
    const began = performance.now();
    await Promise.all(
      Array.from({ length: 10_000 }, async () => {
        const { ok } = await window.foredeck!.request('positions.list', {});
        answered += 1;
        if (ok) taken += 1;
      }),
    );
    return { answered, taken, tookMs: performance.now() - began };
  });
  expect(flood.answered).toBe(10_000);
  expect(flood.taken).toBeLessThan(2000);
  expect(await clock()).toBeGreaterThan(before);
  await countFills(page, 1);
  await goTo(page, 'Positions');
  expect(await page.getByRole('status', { name: 'Engine state' }).textContent()).toBe('Running 6000×');
});
