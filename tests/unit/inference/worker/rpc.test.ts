// The worker protocol over a real channel: own names only, order kept, arrays moved.
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { type Reply, RpcError, serve } from '../../../../src/main/inference/worker/rpc.ts';

function aServer(
  methods: Parameters<typeof serve>[1],
): (calls: readonly (readonly [string, ...unknown[]])[]) => Promise<Reply[]> {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  serve(port2, methods);
  return (calls) => repliesTo(port1, calls);
}

function repliesTo(port: MessagePort, calls: readonly (readonly [string, ...unknown[]])[]): Promise<Reply[]> {
  const replies: Reply[] = [];
  return new Promise((done) => {
    port.on('message', (reply: Reply) => {
      replies.push(reply);
      if (replies.length === calls.length) done(replies);
    });
    for (const [seq, [method, ...args]] of calls.entries()) port.postMessage({ seq, method, args });
  });
}

it('calls only what the served object itself has', async () => {
  const ask = aServer({ twice: (value: number) => value * 2 });
  const replies = await ask([['twice', 21], ['toString'], ['constructor'], ['__proto__']]);
  expect(replies[0]).toEqual({ seq: 0, ok: 42 });
  for (const reply of replies.slice(1)) expect(reply).toMatchObject({ error: { code: 'UNKNOWN_METHOD' } });
});

it('answers in the order of the calls, however long each takes', async () => {
  const ask = aServer({
    slow: async () => {
      for (let turn = 0; turn < 50; turn++) await new Promise((done) => setImmediate(done));
      return 'slow';
    },
    quick: () => 'quick',
  });
  expect(await ask([['slow'], ['quick']])).toEqual([
    { seq: 0, ok: 'slow' },
    { seq: 1, ok: 'quick' },
  ]);
});

it('tells a code apart from any other throw, and goes on', async () => {
  const ask = aServer({
    refuse: () => {
      throw new RpcError('FILE_MISSING', 'no file');
    },
    fail: () => {
      throw new TypeError('no');
    },
    values: () => Float32Array.of(0.5),
  });
  expect(await ask([['refuse'], ['fail'], ['values']])).toEqual([
    { seq: 0, error: { code: 'FILE_MISSING', message: 'no file' } },
    { seq: 1, error: { code: 'INFERENCE_FAILED', message: 'no' } },
    { seq: 2, ok: Float32Array.of(0.5) },
  ]);
});
