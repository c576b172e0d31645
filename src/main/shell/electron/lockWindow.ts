// A window shows our page and goes nowhere: navigations, redirects, new windows and embedded pages are all refused.
import type { HandlerDetails, WindowOpenHandlerResponse } from 'electron';
import type { Logger } from '../../logging/logger.ts';
import { externalLink } from '../externalLinks.ts';

interface Preventable {
  preventDefault(): void;
}

/** The part of Electron's `WebContents` that is locked. */
export interface LockableContents {
  on(
    event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect',
    listener: (details: Preventable & { readonly url: string }) => void,
  ): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  setWindowOpenHandler(handler: (details: Pick<HandlerDetails, 'url'>) => WindowOpenHandlerResponse): void;
}

export interface LockOptions {
  readonly owns: (url: string) => boolean;
  /** For the few addresses of `externalLinks`. */
  readonly openExternal: (url: string) => void;
  readonly log: Logger;
}

export function lockWindow(contents: LockableContents, { owns, openExternal, log }: LockOptions): void {
  const stay = (details: Preventable & { readonly url: string }): void => {
    if (owns(details.url)) return;
    details.preventDefault();
    log.warn('the window was refused a foreign address', { url: details.url.slice(0, 200) });
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const link = externalLink(url);
    if (link === undefined) log.warn('the window was refused a second page', { url: url.slice(0, 200) });
    else openExternal(link);
    return { action: 'deny' };
  });
}
