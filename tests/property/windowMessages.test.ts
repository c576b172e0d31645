// Whatever a page sends: the session never throws, never asks what is not of the contract, and goes on.
import fc from 'fast-check';
import { it, expect } from 'vitest';
import { createDispatch, type Handlers } from '../../src/main/ipc/dispatch.ts';
import { REQUEST_NAMES, REQUESTS, type RequestName } from '../../src/shared/contract/requests.ts';
import { StreamRun } from '../builders/windowStreams.ts';

const settled = () => new Promise((done) => setImmediate(done));

/** Handlers that see what came through, and answer what the contract has no place for. */
function aRun() {
  const seen: [RequestName, unknown][] = [];
  const handlers = Object.fromEntries(
    REQUEST_NAMES.map((name) => [name, (params: unknown) => (seen.push([name, params]), { secret: 1 })]),
  ) as unknown as Handlers;
  const run = new StreamRun();
  const dispatch = createDispatch({ handlers, log: run.kept.log, nextId: () => 'id' });
  return { run: new StreamRun({ dispatch }), seen };
}

const message = fc.oneof(
  fc.anything(),
  fc.string(),
  fc.json(),
  fc
    .record({
      type: fc.oneof(fc.constantFrom('request', 'subscribe', 'acknowledge', 'visibility'), fc.string()),
      id: fc.oneof(fc.nat(), fc.anything()),
      name: fc.oneof(fc.constantFrom(...REQUEST_NAMES), fc.string()),
      params: fc.oneof(fc.object(), fc.jsonValue()),
      stream: fc.string(),
      batch: fc.integer(),
    })
    .map((value) => JSON.stringify(value)),
  fc
    .record({ name: fc.constantFrom(...REQUEST_NAMES), params: fc.jsonValue() })
    .map((value) => JSON.stringify({ type: 'request', id: 1, ...value })),
);

it('nothing that a page sends gets through unchecked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 40 }), async (messages) => {
      const { run, seen } = aRun();
      const window = run.window();
      for (const one of messages) window.send(one);
      await settled();
      for (const [name, params] of seen) expect(REQUESTS[name].params.safeParse(params).success).toBe(true);
      const answers = window.received.flatMap((one) => (one.type === 'response' ? [one.result] : []));
      for (const result of answers) {
        expect(result.ok).toBe(false);
        expect(JSON.stringify(result)).not.toContain('secret');
      }
      // And it still works.
      const lines = run.follow(window, 'activity');
      await run.turn();
      expect(lines).toHaveLength(1);
    }),
    { numRuns: 150 },
  );
});
