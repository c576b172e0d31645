// What pages may ask of the system: to show notifications and to copy a text, never to read what was copied. Nothing they load comes from
// elsewhere.
import type { Logger } from '../../logging/logger.ts';

/** The part of Electron's `Session` that is locked. */
export interface LockableSession {
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, answer: (isGranted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: (contents: unknown, permission: string, origin: string) => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { readonly url: string }, answer: (response: { cancel: boolean }) => void) => void,
    ): void;
  };
}

const GRANTED: ReadonlySet<string> = new Set(['notifications', 'clipboard-sanitized-write']);
/** Made by the page itself, out of what it has. */
const OF_THE_PAGE = ['blob:', 'data:'];

export function lockSession(
  session: LockableSession,
  { owns, log }: { readonly owns: (url: string) => boolean; readonly log: Logger },
): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    const isGranted = GRANTED.has(permission);
    if (!isGranted) log.warn('the window was refused a permission', { permission });
    answer(isGranted);
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => GRANTED.has(permission) && owns(origin));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isOurs = owns(url) || OF_THE_PAGE.some((scheme) => url.startsWith(scheme));
    if (!isOurs) log.warn('the window was refused a foreign address', { url: url.slice(0, 200) });
    answer({ cancel: !isOurs });
  });
}
