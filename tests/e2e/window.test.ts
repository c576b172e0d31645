import { expect, it } from 'vitest';
import { askName } from './fixtures/bridge.ts';
import { screenshot, startWindow } from './fixtures/startWindow.ts';

it('opens with a bridge that answers and tells what happens', async () => {
  const { page } = await startWindow();
  await page.getByRole('main').waitFor();
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
