// A `window.foredeck` without a program behind it: SIMULATED data, every answer checked with the contract's own schemas. For looking at
// views and for their tests; never part of the product.
import type { ForedeckBridge } from '../../src/shared/contract/bridge.ts';
import type { Envelope } from '../../src/shared/contract/messages.ts';
import { type RequestName, REQUESTS } from '../../src/shared/contract/requests.ts';
import type { WireError, WireResult } from '../../src/shared/contract/result.ts';
import { type ItemOf, type StreamName, STREAMS } from '../../src/shared/contract/streams.ts';
import { createAnswers } from './window/fakeRequests.ts';
import { SNAPSHOTS, startWalking } from './window/fakeStreams.ts';

export interface FakeBridgeOptions {
  /** Prices walk on; default true. */
  readonly isAlive?: boolean;
  /** Requests that fail, by name. */
  readonly failing?: ReadonlyMap<RequestName, WireError>;
  /** Requests that never answer. */
  readonly silent?: ReadonlySet<RequestName>;
}

export interface FakeBridge extends ForedeckBridge {
  /** Stops the walk. */
  stop(): void;
}

type Listener = (envelope: Envelope) => void;

const wrong = (message: string): WireResult<never> => ({
  ok: false,
  error: { code: 'BAD_REQUEST', message, correlationId: 'fake' },
});

export function createFakeBridge({ isAlive = true, failing, silent }: FakeBridgeOptions = {}): FakeBridge {
  const listeners = new Map<StreamName, Set<Listener>>();
  let seq = 0;

  const send = <S extends StreamName>(stream: S, kind: 'snapshot' | 'delta', items: readonly ItemOf<S>[]): void => {
    const checked = items.map((item) => STREAMS[stream].item.parse(item));
    seq += 1;
    const envelope = { boot: 'fake', stream, seq, kind, items: checked } as unknown as Envelope;
    for (const listener of listeners.get(stream) ?? []) listener(envelope);
  };
  const answers = createAnswers((job) => send('jobs', 'delta', [job]));

  const answer = (name: RequestName, params: unknown): WireResult<unknown> => {
    const failure = failing?.get(name);
    if (failure !== undefined) return { ok: false, error: failure };
    const checked = REQUESTS[name].params.safeParse(params);
    if (!checked.success) return wrong(`${name}: ${checked.error.message}`);
    const result = REQUESTS[name].result.safeParse((answers[name] as (params: unknown) => unknown)(checked.data));
    return result.success ? { ok: true, value: result.data } : wrong(`the fake's ${name}: ${result.error.message}`);
  };

  const stop = isAlive ? startWalking((stream, items) => send(stream, 'delta', items)) : () => undefined;
  return {
    async request(name, params) {
      if (silent?.has(name) === true) await new Promise(() => undefined);
      return answer(name, params) as WireResult<never>;
    },
    subscribe(stream, listener) {
      const known = listeners.get(stream) ?? new Set<Listener>();
      listeners.set(stream, known.add(listener as Listener));
      queueMicrotask(() => send(stream, 'snapshot', (SNAPSHOTS[stream] as () => readonly ItemOf<typeof stream>[])()));
      return () => known.delete(listener as Listener);
    },
    setVisible: () => undefined,
    stop,
  };
}
