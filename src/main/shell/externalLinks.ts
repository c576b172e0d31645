// The few addresses a window may hand to the trader's own browser: documents and attributions, never what came from outside.
const HOSTS: ReadonlySet<string> = new Set([
  'www.tradingview.com',
  'github.com',
  'www.electronjs.org',
  'www.binance.com',
  'www.delta.exchange',
]);

/** The address in its normal form; undefined: it stays closed. */
export function externalLink(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port, username, password, href } = new URL(url);
  const isPlain = protocol === 'https:' && port === '' && username === '' && password === '';
  return isPlain && HOSTS.has(hostname) ? href : undefined;
}
