// One window: a browser of its own that shows one page, and nothing besides. Says when it has gone, and how.
import type { Protocol } from 'devtools-protocol';
import type { Wall } from '../../app/wall.ts';
import type { Logger } from '../../logging/logger.ts';
import type { WindowSession, WindowTransport } from '../../ipc/transport.ts';
import { externalLink } from '../externalLinks.ts';
import { type PageSource, guardRequests } from './guardRequests.ts';
import { type BridgeScripts, bridgePage } from './isolatedBridge.ts';
import { launchBrowser, type RunningBrowser } from './launchBrowser.ts';
import type { Session } from './pipeClient.ts';

export interface WindowOptions {
  readonly path: string;
  readonly flags: readonly string[];
  /** The page it shows; whatever leads elsewhere is refused. */
  readonly url: string;
  readonly source: PageSource;
  /** Absent: a page that only shows something. */
  readonly bridge?: {
    readonly scripts: BridgeScripts;
    readonly openSession: (transport: WindowTransport) => WindowSession;
  };
  /** Called with a link of `externalLinks` that the trader has clicked. */
  readonly openExternal: (link: string) => void;
  readonly wall: Wall;
  readonly log: Logger;
}

export interface ChromiumWindow {
  readonly pid: number;
  /** `closed` by the trader; `lost` when its browser ended in disorder. */
  readonly gone: Promise<'closed' | 'lost'>;
  /** Brings it to the front. */
  show(): Promise<void>;
  close(): Promise<void>;
}

/** A page that crashes oftener within the time is left as it is: reloading it for ever helps nobody. */
const MOST_CRASHES = 3;
const CRASHES_WITHIN_MS = 60_000;

/** Resolves when the page is on its way. Throws `AppError` UNREACHABLE when the browser does not start. */
export async function openChromiumWindow(options: WindowOptions): Promise<ChromiumWindow> {
  const { path, flags, wall, log } = options;
  const browser = await launchBrowser({ path, flags }, wall);
  try {
    const page = await firstPage(browser, log);
    const permissions: Protocol.Browser.PermissionType[] = ['notifications', 'clipboardSanitizedWrite'];
    // What is not granted here is refused without a question.
    await browser.client.send('Browser.grantPermissions', { origin: options.source.origin, permissions });
    const closeBridge = await prepare(page, options);
    await page.session.send('Page.navigate', { url: options.url });
    keepToOurPages(page.session, options);
    const isClosed = pageClosed(browser, page.id);
    const gone = Promise.race([isClosed, browser.exited]).then(async (end) => {
      closeBridge();
      await browser.stop();
      if (end === 'closed') return 'closed';
      if (!end.isOrderly) log.error('the browser of the window ended unexpectedly', { said: end.words });
      return end.isOrderly ? 'closed' : 'lost';
    });
    return { pid: browser.pid, gone, show: () => show(page), close: () => browser.stop() };
  } catch (error) {
    await browser.stop();
    throw error;
  }
}

interface Page {
  readonly id: string;
  readonly session: Session;
}

/** The page the browser opens by itself. Every further one, whoever opens it, is closed before it loads anything. */
async function firstPage({ client }: RunningBrowser, log: Logger): Promise<Page> {
  let found = (_page: Page): void => undefined;
  const first = new Promise<Page>((done) => (found = done));
  let ours: string | undefined;
  client.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (ours === undefined) {
      ours = targetInfo.targetId;
      return found({ id: ours, session: client.session(sessionId) });
    }
    if (targetInfo.targetId === ours) return;
    log.warn('the window was refused a second page', { url: targetInfo.url.slice(0, 200) });
    // It waits for the debugger and so loads nothing, closed or not.
    client.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch((error: unknown) => {
      log.warn('the second page could not be closed', { error: String(error) });
    });
  });
  client.on('Target.detachedFromTarget', ({ sessionId }) => client.forget(sessionId));
  const filter: Protocol.Target.TargetFilter = [{ type: 'page' }];
  await client.send('Target.setDiscoverTargets', { discover: true, filter });
  await client.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter });
  const isGone = client.ended.then(() => Promise.reject(new Error('the browser has ended without a window')));
  return Promise.race([first, isGone]);
}

/** All that must be in place before the page may load. Returns how to end its session. */
async function prepare({ id, session }: Page, options: WindowOptions): Promise<() => void> {
  const { source, bridge, openExternal, log, wall } = options;
  const crashes: number[] = [];
  session.on('Inspector.targetCrashed', () => {
    const at = wall.elapsedMs();
    crashes.push(at);
    const recent = crashes.filter((crashed) => at - crashed < CRASHES_WITHIN_MS).length;
    if (recent > MOST_CRASHES) return log.error('the page of the window keeps crashing; F5 tries again', { recent });
    log.error('the page of the window has crashed and is loaded again', { recent });
    session.send('Page.reload').catch((error: unknown) => log.error('it could not be', { error: String(error) }));
  });
  // The page it would open is closed like every other.
  session.on('Page.windowOpen', ({ url, userGesture }) => {
    const link = userGesture ? externalLink(url) : undefined;
    if (link !== undefined) openExternal(link);
  });
  const [bridged] = await Promise.all([
    bridge && bridgePage(session, { ...bridge, frame: id, origin: source.origin }),
    guardRequests(session, source, log),
    session.send('Page.enable'),
    session.send('Inspector.enable'),
  ]);
  await session.send('Runtime.runIfWaitingForDebugger');
  return () => bridged?.close();
}

/** What is not a request, a file dropped onto the window for example, is not asked for: the window is taken back from it. */
function keepToOurPages(page: Session, { source, url, log }: WindowOptions): void {
  page.on('Page.frameNavigated', ({ frame }) => {
    if (frame.parentId !== undefined || source.owns(frame.url)) return;
    log.warn('the window was taken back from a foreign page', { url: frame.url.slice(0, 200) });
    page.send('Page.navigate', { url }).catch((error: unknown) => {
      log.error('the window could not be taken back', { error: String(error) });
    });
  });
}

const pageClosed = ({ client }: RunningBrowser, id: string): Promise<'closed'> =>
  new Promise((done) => {
    client.on('Target.targetDestroyed', ({ targetId }) => {
      if (targetId === id) done('closed');
    });
  });

async function show({ session }: Page): Promise<void> {
  const { windowId, bounds } = await session.send('Browser.getWindowForTarget');
  if (bounds.windowState === 'minimized')
    await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
  await session.send('Page.bringToFront');
}
