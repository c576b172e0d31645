// The first minutes of a trader on a market that runs fast: the first run, a trade from its beginning to its end, a reload in the middle,
// and a flood of requests while the engine trades.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { endOfFile } from '../fixtures/endOfFile.ts';
import { screenshot, startWindow } from './fixtures/startWindow.ts';
import { dialog, goTo, rowsOf, topFigure } from './fixtures/people.ts';
import { ask } from './fixtures/window.ts';

const FAST = ['--speed', '6000'] as const;
const MONEY = /^[\d,]+\.\d\d USDT$/;

const onEnd = endOfFile();
let page: Page;
let startedAt: number;

beforeAll(async () => {
  startedAt = performance.now();
  ({ page } = await startWindow({ args: FAST, onEnd }));
}, 120_000);

describe('the first run', () => {
  it('shows paper trading within a minute, and three steps before it', async () => {
    const first = dialog(page, 'Paper trading already runs');
    await expect.poll(() => first.getByRole('status', { name: 'Equity so far' }).textContent()).toMatch(MONEY);
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
    await ask(page, 'preferences.set', { key: 'window', value: {} });
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

it('shows a trade from its beginning to its end, and says its fills', async () => {
  await goTo(page, 'Positions');
  // The strategies enter at a close that one cannot foresee.
  const row = rowsOf(page, 'Open positions').first();
  await row.waitFor({ timeout: 30_000 });
  await expect.poll(() => row.textContent()).toMatch(/(?:BTC|ETH|SOL)\/USDT:USDT.*(?:Long|Short)/i);
  await expect
    .poll(() => page.locator('[data-live=polite]').textContent(), { timeout: 30_000 })
    .toMatch(/^(?:Bought|Sold) [\d.]+ /);

  await goTo(page, 'Trades');
  const closed = rowsOf(page, 'Trades').first();
  await closed.waitFor({ timeout: 30_000 });
  expect(await closed.textContent()).toMatch(/USDT:USDT/);
});

interface Counted {
  readonly ids: readonly string[];
  /** Told again after a snapshot or a change had told it already. */
  readonly twice: readonly string[];
}

/** Counts the fills that the page is told of, as the window does: a snapshot is all there is, then each change is a new one. */
const countFills = (page: Page, changes: number): Promise<Counted> =>
  page.evaluate(
    (wanted) =>
      new Promise<Counted>((done) => {
        const [all, twice] = [new Set<string>(), [] as string[]];
        let held = new Set<string>();
        let count = 0;
        const stop = window.foredeck!.subscribe('trades', ({ kind, items }) => {
          const ids = items.flatMap((item) => (item.kind === 'fill' ? [item.fill.fillId] : []));
          if (kind === 'snapshot') held = new Set();
          twice.push(...ids.filter((id) => held.has(id)));
          for (const id of ids) {
            held.add(id);
            all.add(id);
          }
          if (kind === 'delta') count += ids.length;
          if (count < wanted) return;
          stop();
          done({ ids: [...all], twice });
        });
      }),
    changes,
  );

it('counts every fill exactly once across three reloads while it trades', async () => {
  const seen = new Set<string>();
  for (let turn = 0; turn < 4; turn += 1) {
    const { ids, twice } = await countFills(page, 2);
    expect(twice).toEqual([]);
    for (const id of ids) seen.add(id);
    if (turn < 3) await page.reload();
  }
  const { items, hasMore } = await ask(page, 'fills.list', { limit: 5000 });
  const booked = items.map(({ fillId }) => fillId);
  expect([hasMore, new Set(booked).size]).toEqual([false, booked.length]);
  // Later ones were booked after the page had looked for the last time.
  const last = Math.max(...[...seen].map((id) => booked.indexOf(id)));
  expect(seen).toEqual(new Set(booked.slice(0, last + 1)));
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
