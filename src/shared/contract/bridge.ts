// The window's end of the wire, the same in every shell: requests with their answers, streams with their acknowledgements. No zod
// and nothing of a browser, so that a preload script can hold it.
import type { Envelope, ProgramMessage, StreamPlace, WindowMessage } from './messages.ts';
import type { ParamsOf, RequestName, ResultOf } from './requests.ts';
import type { WireResult } from './result.ts';
import type { StreamName } from './streams.ts';

/** What a shell carries: JSON text there and back. */
export interface BridgePort {
  post(text: string): void;
  /** Called once. */
  onMessage(listener: (text: string) => void): void;
}

/** `window.foredeck`: the only way into the program. */
export interface ForedeckBridge {
  /** Never rejects. */
  request<N extends RequestName>(name: N, params: ParamsOf<N>): Promise<WireResult<ResultOf<N>>>;
  /**
   * A snapshot first, then what changed; the batch is acknowledged when every listener has returned. `since`: go on after a place
   * seen before a reload; an envelope is one. One listener per stream at a time gets the snapshot; a second one causes a new snapshot for both.
   */
  subscribe<S extends StreamName>(
    stream: S,
    listener: (envelope: Envelope<S>) => void,
    since?: StreamPlace,
  ): () => void;
  setVisible(isVisible: boolean): void;
}

type Listener = (envelope: Envelope) => void;

/** Makes the bridge over a port. */
export function createBridge(port: BridgePort): ForedeckBridge {
  const answers = new Map<number, (result: WireResult<unknown>) => void>();
  const listeners = new Map<StreamName, Set<Listener>>();
  let lastId = 0;
  const post = (message: WindowMessage): void => port.post(JSON.stringify(message));
  port.onMessage((text) => {
    const message = JSON.parse(text) as ProgramMessage;
    if (message.type === 'response') {
      answers.get(message.id)?.(message.result);
      answers.delete(message.id);
      return;
    }
    try {
      for (const envelope of message.envelopes)
        for (const listener of listeners.get(envelope.stream) ?? []) listener(envelope);
    } finally {
      post({ type: 'acknowledge', batch: message.batch });
    }
  });
  return {
    request: (name, params) =>
      new Promise((done) => {
        lastId += 1;
        answers.set(lastId, done as (result: WireResult<unknown>) => void);
        post({ type: 'request', id: lastId, name, params });
      }),
    subscribe: (stream, listener, since) => {
      const known = listeners.get(stream) ?? new Set<Listener>();
      listeners.set(stream, known);
      known.add(listener as Listener);
      post({
        type: 'subscribe',
        stream,
        ...(since === undefined ? {} : { since: { boot: since.boot, seq: since.seq } }),
      });
      return () => {
        if (!known.delete(listener as Listener) || known.size > 0) return;
        post({ type: 'unsubscribe', stream });
      };
    },
    setVisible: (isVisible) => post({ type: 'visibility', isVisible }),
  };
}
