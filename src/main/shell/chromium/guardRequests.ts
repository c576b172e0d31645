// Answers every request of a page: our own files from the disk, everything else with a refusal. Nothing reaches a network.
import type { Protocol } from 'devtools-protocol';
import type { Logger } from '../../logging/logger.ts';
import type { FileAnswer, FileRequest } from '../assets/windowFiles.ts';
import type { Session } from './pipeClient.ts';

/** What a page is made of. */
export interface PageSource {
  readonly origin: string;
  /** Whether the page may ask for, and go to, this address. */
  readonly owns: (url: string) => boolean;
  /** Undefined: it has been taken note of, and the page stays as it is. */
  answer(request: FileRequest): Promise<FileAnswer | undefined>;
}

type Paused = Protocol.Fetch.RequestPausedEvent;

/** Must have answered before the page may load anything. */
export async function guardRequests(page: Session, source: PageSource, log: Logger): Promise<void> {
  page.on('Fetch.requestPaused', (paused) => {
    // The page may go away while its request is looked at: then there is nobody to answer.
    void settle(paused, { page, source, log }).catch((error: unknown) =>
      log.debug('a request of the window was not answered', { url: paused.request.url, error: String(error) }),
    );
  });
  await page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

interface Guard {
  readonly page: Session;
  readonly source: PageSource;
  readonly log: Logger;
}

async function settle(paused: Paused, { page, source, log }: Guard): Promise<void> {
  const { requestId, request, resourceType } = paused;
  if (!source.owns(request.url)) {
    log.warn('the window was refused a foreign address', { url: request.url.slice(0, 200), as: resourceType });
    // A navigation that fails would leave an error page in our place; one without content leaves ours.
    if (resourceType === 'Document') await page.send('Fetch.fulfillRequest', { requestId, responseCode: NO_CONTENT });
    else await page.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    return;
  }
  const answer = await source.answer(request).catch((error: unknown) => {
    log.error('a file of the window could not be read', { url: request.url, error: String(error) });
  });
  if (answer === undefined) {
    await page.send('Fetch.fulfillRequest', { requestId, responseCode: NO_CONTENT });
    return;
  }
  await page.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: answer.status,
    responseHeaders: Object.entries(answer.headers).map(([name, value]) => ({ name, value })),
    body: answer.body.toString('base64'),
  });
}

const NO_CONTENT = 204;
