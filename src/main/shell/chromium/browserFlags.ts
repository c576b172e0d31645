// How a browser is started to be our window and nothing else.

export interface BrowserStart {
  /** The page of the window. */
  readonly url: string;
  /** Folder of its profile. */
  readonly profile: string;
  readonly size: { readonly width: number; readonly height: number };
  /** As root a browser starts only without its sandbox. */
  readonly isRoot: boolean;
  /** From FOREDECK_BROWSER_FLAGS: for tests, which drive the same window or have no display. */
  readonly more: readonly string[];
}

/** What a browser does for itself and a trading window does not want. */
const SWITCHED_OFF = [
  ...['Translate', 'MediaRouter', 'OptimizationHints', 'AutofillServerCommunication', 'InterestFeedContentSuggestions'],
  // A page kept for "back" would keep its subscriptions.
  'BackForwardCache',
  'GlobalMediaControls',
];

/** Arguments for a browser of the Chromium family. It is spoken to over pipes: no port is opened. */
export const browserFlags = ({ url, profile, size, isRoot, more }: BrowserStart): readonly string[] => [
  '--remote-debugging-pipe',
  `--app=${url}`,
  `--user-data-dir=${profile}`,
  `--window-size=${String(size.width)},${String(size.height)}`,
  '--no-first-run',
  '--no-default-browser-check',
  '--no-service-autorun',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--hide-crash-restore-bubble',
  '--metrics-recording-only',
  '--no-pings',
  // Nothing of ours needs the system's key ring, which may ask for a password.
  '--password-store=basic',
  '--use-mock-keychain',
  // Whatever a page or the browser wants to reach by name, it finds nothing; our own address is answered before.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  `--disable-features=${SWITCHED_OFF.join(',')}`,
  ...(isRoot ? ['--no-sandbox'] : []),
  ...more,
];
