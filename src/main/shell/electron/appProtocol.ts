// `app://foredeck`: the window's files as an origin of their own, with the same answers and headers as in every shell.
import type { CustomScheme } from 'electron';
import type { WindowFiles } from '../assets/windowFiles.ts';

const SCHEME = 'app';
export const ELECTRON_ORIGIN = `${SCHEME}://foredeck`;

/** To be registered before Electron is ready. */
export const APP_SCHEME: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** The part of Electron's `Protocol` that is used. */
export interface ProtocolHandlers {
  handle(
    scheme: string,
    handler: (request: { readonly method: string; readonly url: string }) => Promise<Response>,
  ): void;
}

export const serveWindowFiles = (protocol: ProtocolHandlers, files: WindowFiles): void =>
  protocol.handle(SCHEME, async ({ method, url }) => {
    const { status, headers, body } = await files.answer({ method, url });
    return new Response(new Uint8Array(body), { status, headers });
  });
