// What a page may send: bounded, counted and checked before anything is done about it.
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import type { Dispatch } from '../../../src/main/ipc/dispatch.ts';
import { aLine, StreamRun } from '../../builders/windowStreams.ts';
import type { TestWindow } from '../../builders/testWindow.ts';

const codes = (window: TestWindow) =>
  window.received.flatMap((message) =>
    message.type === 'response' ? [message.result.ok ? 'ok' : message.result.error.code] : [],
  );
const settled = () => new Promise((done) => setImmediate(done));
const counted = (list: readonly string[], code: string) => list.filter((one) => one === code).length;

function aRun() {
  const asked: unknown[] = [];
  const dispatch: Dispatch = (request) => {
    asked.push(request);
    return Promise.resolve({ ok: true, value: {} });
  };
  const run = new StreamRun({ dispatch });
  return { run, window: run.window(), asked };
}

describe('a flood of 10 000 requests', () => {
  it('is answered as far as it is allowed, refused beyond, and takes hardly any time', async () => {
    const { run, window, asked } = aRun();
    const startedAt = performance.now();
    for (let id = 0; id < 10_000; id++)
      window.send(JSON.stringify({ type: 'request', id, name: 'health.get', params: {} }));
    const took = performance.now() - startedAt;
    await settled();
    expect(asked.length).toBeLessThanOrEqual(300);
    expect(counted(codes(window), 'TOO_MANY')).toBe(10_000 - asked.length);
    expect(run.kept.lines).toHaveLength(1);
    expect(took).toBeLessThan(1000);
  });

  it('leaves room again a moment later', async () => {
    const { run, window, asked } = aRun();
    const ask = (id: number) => window.send(JSON.stringify({ type: 'request', id, name: 'health.get', params: {} }));
    for (let id = 0; id < 1000; id++) ask(id);
    await settled();
    const before = asked.length;
    run.elapsed += 1000;
    for (let id = 1000; id < 1050; id++) ask(id);
    expect(asked.length).toBe(before + 50);
  });

  it('does not keep the streams from being acknowledged', async () => {
    const { run, window } = aRun();
    const seen = run.follow(window, 'activity');
    await run.turn();
    for (let id = 0; id < 1000; id++)
      window.send(JSON.stringify({ type: 'request', id, name: 'health.get', params: {} }));
    for (let line = 0; line < 20; line++) {
      run.hub.add('activity', aLine(String(line)));
      await run.turn();
    }
    expect(seen).toHaveLength(21);
  });
});

describe('answers under way', () => {
  it('are bounded', async () => {
    const run = new StreamRun({ dispatch: () => new Promise(() => undefined) });
    const window = run.window();
    for (let id = 0; id < 100; id++) window.send(JSON.stringify({ type: 'request', id, name: 'x', params: {} }));
    await settled();
    expect(codes(window)).toEqual(new Array(36).fill('TOO_MANY'));
  });
});

describe('a message that is none', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['nothing', undefined, []],
    ['an object', { type: 'request', id: 1, name: 'health.get', params: {} }, []],
    ['no JSON', 'request', []],
    ['half of one', '{"type":"request","id":7,"name":"he', ['BAD_REQUEST']],
    ['of an unknown type', '{"type":"evaluate","code":"1"}', []],
    ['with more than belongs there', '{"type":"request","id":3,"name":"x","params":{},"sender":"me"}', ['BAD_REQUEST']],
    ['a stream that does not exist', '{"type":"subscribe","stream":"secrets"}', []],
    ['too large', `{"type":"request","id":9,"name":"x","params":"${'a'.repeat(300_000)}"}`, ['TOO_LARGE']],
  ])('%s is not taken', async (_, message, answers) => {
    const { window, asked } = aRun();
    window.send(message);
    await settled();
    expect(asked).toEqual([]);
    expect(codes(window)).toEqual(answers);
  });

  it('after the page is gone is not even looked at', async () => {
    const { window, asked } = aRun();
    window.session.close();
    window.send('{"type":"request","id":1,"name":"health.get","params":{}}');
    await settled();
    expect([asked, window.received]).toEqual([[], []]);
  });
});
