// The way between a page and us: a binding that only a world of our own beside the page's can see, and a channel between the two.
import type { Protocol } from 'devtools-protocol';
import type { Logger } from '../../logging/logger.ts';
import type { WindowSession, WindowTransport } from '../../ipc/transport.ts';
import type { Session } from './pipeClient.ts';

/** The scripts that run in a new page before its own, as `src/preload` is built. */
export interface BridgeScripts {
  /** In our own world: binding to channel. */
  readonly isolatedWorld: string;
  /** In the page's world: channel to `window.foredeck`. */
  readonly mainWorld: string;
}

export interface BridgeOptions {
  readonly scripts: BridgeScripts;
  /** Its main frame gets a bridge, no other frame does. */
  readonly frame: string;
  /** Documents of this origin get one, others none. */
  readonly origin: string;
  readonly openSession: (transport: WindowTransport) => WindowSession;
  readonly log: Logger;
}

/** Names of the world, and of what is in it; the scripts know them too. */
const WORLD = 'foredeck';
const BINDING = 'foredeckSend';
/** Never built from what is delivered: the text is an argument. */
const DELIVER = 'function (text) { globalThis.foredeckReceive?.(text); }';
/** Characters; a longer message is no request of ours. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

interface Document {
  /** Unlike the number that bindings tell, never used again. */
  readonly context: string;
  readonly hear: (text: string) => void;
  readonly session: WindowSession;
}

/** Gives every document that `page` loads from now on a session of its own, closed when the document goes. */
export async function bridgePage(page: Session, options: BridgeOptions): Promise<{ readonly close: () => void }> {
  const { scripts, frame, origin, openSession, log } = options;
  const documents = new Map<number, Document>();
  const open = (context: string): Document => {
    let hear = (_text: string): void => undefined;
    const session = openSession({
      post: (text) => deliver(page, context, text),
      onMessage: (listener) => (hear = listener),
    });
    return { context, hear: (text) => hear(text), session };
  };
  const close = (context: number): void => {
    documents.get(context)?.session.close();
    documents.delete(context);
  };
  const closeAll = (): void => [...documents.keys()].forEach(close);
  page.on('Runtime.executionContextCreated', ({ context }) => {
    const isOurs = context.name === WORLD && context.origin === origin && frameOf(context) === frame;
    if (isOurs) documents.set(context.id, open(context.uniqueId));
  });
  page.on('Runtime.executionContextDestroyed', ({ executionContextUniqueId }) => {
    for (const [id, { context }] of documents) if (context === executionContextUniqueId) close(id);
  });
  page.on('Runtime.executionContextsCleared', closeAll);
  page.on('Inspector.targetCrashed', closeAll);
  page.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    const document = documents.get(executionContextId);
    if (name !== BINDING || document === undefined) return;
    if (payload.length <= MOST_CHARACTERS) document.hear(payload);
    else log.warn('the window sent too much at once; the message was dropped', { characters: payload.length });
  });
  await Promise.all([
    page.send('Runtime.enable'),
    page.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
    // In this order: the channel is offered by the page's world while its script runs, and ours must be listening by then.
    page.send('Page.addScriptToEvaluateOnNewDocument', { worldName: WORLD, source: alone(scripts.isolatedWorld) }),
    page.send('Page.addScriptToEvaluateOnNewDocument', { source: alone(scripts.mainWorld) }),
  ]);
  return { close: closeAll };
}

const frameOf = ({ auxData }: Protocol.Runtime.ExecutionContextDescription): unknown =>
  (auxData as { readonly frameId?: unknown } | undefined)?.frameId;

function deliver(page: Session, uniqueContextId: string, text: string): void {
  const params = { functionDeclaration: DELIVER, uniqueContextId, arguments: [{ value: text }], silent: true };
  // Fails where the document is on its way out; its session hears of that in its own time.
  void page.send('Runtime.callFunctionOn', params).catch(() => undefined);
}

/** What a script declares stays with it. */
const alone = (script: string): string => `(() => {\n${script}\n})();`;
