// A page on our own origin that wants more than it may.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { RunningChild } from '../builders/runningChild.ts';
import { endOfFile } from '../fixtures/endOfFile.ts';
import { askName } from './fixtures/bridge.ts';
import { ORIGIN, startWindow } from './fixtures/startWindow.ts';

// Nothing that is refused may change anything: one window is enough for all.
let page: Page;
let child: RunningChild;
const onEnd = endOfFile();
beforeAll(async () => ({ page, child } = await startWindow({ onEnd })));
beforeEach(() => page.reload());

/** A server that must never be reached; tells how often it was. */
async function aForeignServer() {
  let reached = 0;
  const server = createServer((_request, response) => {
    reached += 1;
    response.setHeader('access-control-allow-origin', '*').end('reached');
  }).on('connection', () => (reached += 1));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, reached: () => reached };
}

/** What a script of the page meets when it tries. */
const outcome = (attempt: string, url: string): Promise<string> =>
  page.evaluate(
    async ([name, to]) => {
      const attempts: Record<string, () => unknown> = {
        fetch: () => fetch(to!),
        image: () =>
          new Promise((done, failed) => {
            const image = new Image();
            image.onload = done;
            image.onerror = () => failed(new Error('no image'));
            image.src = to!;
          }),
        beacon: () => navigator.sendBeacon(to!),
        socket: () =>
          new Promise((done, failed) => {
            const socket = new WebSocket(to!.replace('http', 'ws'));
            socket.onopen = done;
            socket.onerror = () => failed(new Error('no socket'));
          }),
        script: () =>
          new Promise((done, failed) => {
            const script = document.createElement('script');
            script.onload = done;
            script.onerror = () => failed(new Error('no script'));
            script.src = to!;
            document.head.append(script);
          }),
        module: () => import(/* @vite-ignore */ to!),
      };
      try {
        await attempts[name!]!();
        return 'done';
      } catch (error) {
        return `refused: ${String(error)}`;
      }
    },
    [attempt, url],
  );

describe('a foreign address', () => {
  it.each(['fetch', 'image', 'socket', 'script', 'module'])('is not reached by %s', async (attempt) => {
    const server = await aForeignServer();
    expect(await outcome(attempt, server.url)).toMatch(/^refused/);
    await outcome('beacon', server.url);
    expect([server.reached(), await askName(page)]).toEqual([0, 'Foredeck']);
  });

  it('is not gone to, however the page tries', async () => {
    const server = await aForeignServer();
    const url = page.url();
    await page.evaluate((to) => void (location.href = to), server.url);
    await child.notes('refused a foreign address');
    await page.evaluate((to) => {
      const link = document.createElement('a');
      Object.assign(link, { href: to, target: '_blank' });
      document.body.append(link);
      link.click();
      window.open(to);
      const form = document.createElement('form');
      form.action = to;
      document.body.append(form);
      form.submit();
    }, server.url);
    await child.notes('refused a second page');
    expect([page.url(), server.reached(), await askName(page)]).toEqual([url, 0, 'Foredeck']);
    await expect.poll(() => page.context().pages().length).toBe(1);
  });
});

describe('the bridge', () => {
  it('is all the page sees of us, and cannot be replaced', async () => {
    const seen = await page.evaluate(() => {
      const ours = Reflect.ownKeys(window).filter((key) => /foredeck|cdp|devtools/i.test(String(key)));
      const before = window.foredeck;
      const isReplaced =
        Reflect.set(window, 'foredeck', {}) || Reflect.defineProperty(window, 'foredeck', { value: {} });
      return { ours, isReplaced, isSame: window.foredeck === before, isFrozen: Object.isFrozen(before) };
    });
    expect(seen).toEqual({ ours: ['foredeck'], isReplaced: false, isSame: true, isFrozen: true });
  });

  it('does not take a channel from the page', async () => {
    const heard = await page.evaluate(async () => {
      const { port1, port2 } = new MessageChannel();
      const texts: unknown[] = [];
      port1.onmessage = ({ data }) => texts.push(data);
      window.dispatchEvent(new MessageEvent('foredeck:channel', { ports: [port2] }));
      port1.postMessage(JSON.stringify({ type: 'request', id: 1, name: 'system.about', params: {} }));
      // What the forged channel asked comes before this answer, had it been heard.
      await window.foredeck!.request('system.about', {});
      return texts;
    });
    expect(heard).toEqual([]);
  });

  it('is not in a frame of the page', async () => {
    const inside = await page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const { contentWindow } = frame;
      return contentWindow === null
        ? []
        : Reflect.ownKeys(contentWindow).filter((key) => /foredeckSend/i.test(String(key)));
    });
    expect(inside).toEqual([]);
  });
});

it('runs no text as a script, and no script that is written into it', async () => {
  const ran = await page.evaluate(async () => {
    // The debugger that brings this here may do what the page may not, as long as it is running.
    await new Promise((done) => setTimeout(done));
    const tries = [
      () => {
        window.eval('1');
      },
      () => {
        const script = document.createElement('script');
        script.textContent = 'document.title = "injected"';
        document.head.append(script);
        if (document.title !== 'injected') throw new Error('refused');
      },
      () =>
        new Promise((done, failed) => {
          const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
          worker.onmessage = done;
          worker.onerror = () => failed(new Error('refused'));
        }),
    ];
    const outcomes = await Promise.allSettled(tries.map((attempt) => Promise.resolve().then(attempt)));
    return outcomes.map(({ status }) => status);
  });
  expect(ran).toEqual(['rejected', 'rejected', 'rejected']);
});

it('gets files of its own folder and no other', async () => {
  const statusOf = (path: string): Promise<number> =>
    page.evaluate(async (to) => (await fetch(to)).status, ORIGIN + path);
  expect(await statusOf('/index.html')).toBe(200);
  for (const path of ['/%2e%2e/main/index.js', '/..%2fpreload/index.cjs', '/package.json', '/assets/'])
    expect(await statusOf(path), path).toBe(404);
});

describe('what is too much', () => {
  it('of ten thousand requests at once, some are taken and all are answered; then the window goes on', async () => {
    const codes = await page.evaluate(async () => {
      const asked = Array.from({ length: 10_000 }, () => window.foredeck!.request('system.about', {}));
      const answers = await Promise.all(asked);
      return [...new Set(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code)))].sort();
    });
    expect(codes).toEqual(['TOO_MANY', 'ok']);
    await expect.poll(() => askName(page)).toBe('Foredeck');
    await child.notes('messages of the window were not taken');
  });

  it('is a message of five megabytes; it is answered so', async () => {
    const code = await page.evaluate(async () => {
      const value = 'x'.repeat(5_000_000);
      const answer = await window.foredeck!.request('preferences.set', { key: 'large', value });
      return answer.ok ? 'ok' : answer.error.code;
    });
    expect(code).toBe('TOO_LARGE');
    expect(await askName(page)).toBe('Foredeck');
  });
});
