import { expect, it } from 'vitest';
import { screenshot, startWindow } from './fixtures/startWindow.ts';

it('opens with a bridge that answers', async () => {
  const { page, child } = await startWindow();
  await page.getByRole('heading', { name: 'Foredeck' }).waitFor();
  expect(
    await page.evaluate(
      () =>
        new Promise((done) => {
          (window as any).foredeck.onMessage(done);
          (window as any).foredeck.post('hi');
        }),
    ),
  ).toBe('hi');
  console.log(
    await page.evaluate(async () => {
      const n = 2000;
      const t = performance.now();
      for (let i = 0; i < n; i++)
        await new Promise((done) => {
          (window as any).foredeck.onMessage(done);
          (window as any).foredeck.post('hi');
        });
      return (performance.now() - t) / n;
    }),
  );
  console.log(
    await page.evaluate(async () => {
      const out: string[] = [];
      try {
        await fetch('https://example.com/');
      } catch (e) {
        out.push(String(e));
      }
      out.push(
        String(Object.keys(globalThis).filter((k) => k.includes('foredeck'))),
        String((globalThis as any).foredeckSend),
      );
      location.href = 'https://example.com/';
      await new Promise((r) => setTimeout(r, 500));
      out.push(location.href, String(window.open('https://example.com')));
      try {
        new Worker(URL.createObjectURL(new Blob(['1'])));
      } catch (e) {
        out.push(String(e));
      }
      try {
        eval('1');
      } catch (e) {
        out.push(String(e));
      }
      return out;
    }),
  );
  await screenshot(page, 'first');
  console.log(child.stderr);
});
