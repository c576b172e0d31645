// What happens to the window, and what the program makes of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askName } from './fixtures/bridge.ts';
import { familyOf } from './fixtures/listening.ts';
import { driveWindow, screenshot, startProgram, startWindow, untilDrawn } from './fixtures/startWindow.ts';

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const remembered = (dataDir: string): unknown => JSON.parse(readFileSync(join(dataDir, 'shell.json'), 'utf8'));

it('comes back when its page crashes', async () => {
  const { page, child, again } = await startWindow();
  const devtools = await page.context().newCDPSession(page);
  await Promise.all([page.waitForEvent('crash'), devtools.send('Page.crash').catch(() => undefined)]);
  await child.notes('has crashed and is loaded again');
  const next = await again();
  await untilDrawn(next);
  expect(await askName(next)).toBe('Foredeck');
});

it('comes back when its browser is killed', async () => {
  const { child, dataDir } = await startWindow();
  const [, browser] = familyOf(child.pid);
  process.kill(browser!, 'SIGKILL');
  const { page } = await driveWindow(dataDir);
  expect(await askName(page)).toBe('Foredeck');
});

it('comes to the front when Foredeck is started a second time', async () => {
  const { dataDir, page } = await startWindow();
  const { child: second } = startProgram({ dataDir });
  expect(await second.ended).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^The window of Foredeck .* is open\.\n$/) as string,
  });
  expect(await askName(page)).toBe('Foredeck');
});

describe('when it is closed', () => {
  it('asks; trading on is remembered, and a second start opens it again', async () => {
    const { child, dataDir, page } = await startWindow();
    await page.close();
    const { page: question } = await driveWindow(dataDir);
    await question.getByRole('heading', { name: 'Keep trading in the background?' }).waitFor();
    await screenshot(question, 'closing');
    await question.getByRole('link', { name: 'Keep trading in the background' }).click();
    await child.notes('the engines go on');
    expect(remembered(dataDir)).toEqual({ whenWindowCloses: 'keep' });

    const { child: second } = startProgram({ dataDir });
    const { page: reopened } = await driveWindow(dataDir);
    expect(await second.ended).toMatchObject({ code: 0 });
    expect(await askName(reopened)).toBe('Foredeck');
    child.signal('SIGTERM');
    expect(await child.ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Foredeck  SIMULATED PAPER') as string,
    });
  });

  it('stops in order when that is the answer', async () => {
    const { child, dataDir, page } = await startWindow();
    await page.close();
    const { page: question } = await driveWindow(dataDir);
    await question.getByRole('link', { name: 'Stop trading and quit' }).click();
    expect(await child.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('stopped') as string });
    expect(remembered(dataDir)).toEqual({ whenWindowCloses: 'stop' });
  });

  it('does as it is told beforehand', async () => {
    const { child, page } = await startWindow({ args: ['--when-closed', 'stop'] });
    await page.close();
    expect(await child.ended).toMatchObject({ code: 0 });
  });
});

it.skipIf(process.platform !== 'linux')(
  'leaves no browser behind when it is killed, and opens at once again',
  async () => {
    const { child, dataDir } = await startWindow();
    const browsers = familyOf(child.pid).slice(1);
    expect(browsers.length).toBeGreaterThan(2);
    await child.kill();
    startProgram({ dataDir });
    const { page } = await driveWindow(dataDir);
    expect(await askName(page)).toBe('Foredeck');
    await expect.poll(() => browsers.filter(isThere), { timeout: 10_000 }).toEqual([]);
  },
);

it('stays until the engines have stopped', async () => {
  const { child, page } = await startWindow();
  expect(await askName(page)).toBe('Foredeck');
  const closed = page.waitForEvent('close');
  child.signal('SIGINT');
  const [{ code }] = await Promise.all([child.ended, closed]);
  expect(code).toBe(0);
});
