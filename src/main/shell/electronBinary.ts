// Electron's program beside its package: there, or fetched once where a route leads to it. Loads nothing of Electron.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';

export interface ElectronSearch {
  /** Folder of the package `electron`. */
  readonly folder: string;
  /** Remembers when Electron was out of reach. */
  readonly memory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Wall clock, epoch ms. */
  readonly now: () => number;
  /** A sentence for people. */
  readonly note: (text: string) => void;
  readonly signal: AbortSignal;
}

/** No route answers in less than this, or none is taken for one. */
const ROUTE_MS = 1_500;
const TELL_EVERY_MS = 5_000;
/** Where it was out of reach it is not tried again before this, unless asked for. */
const RETRY_MS = 24 * 60 * 60 * 1000;

/** Path of the program; fetched if need be and possible. The error is a clause that says why not. */
export async function electronBinary(search: ElectronSearch, wish: 'asked' | 'welcome'): Promise<Result<string>> {
  const version = versionIn(search.folder);
  if (version === undefined) return fail({ message: 'the package electron is not installed' });
  const there = installedProgram(search, version);
  if (there !== undefined) return ok(there);
  if (wish === 'welcome' && wasOutOfReach(search))
    return fail({ message: 'Electron was out of reach when it was last tried (--shell electron tries again)' });
  if (!(await isReachable(releaseUrl(version, search.env), search.signal))) {
    remember(search.memory, search.now());
    return fail({ message: `Electron ${version} is not installed and cannot be fetched from here` });
  }
  search.note(`Fetching Electron ${version}, about 120 MB, once ...`);
  await fetchElectron(search);
  const fetched = installedProgram(search, version);
  if (fetched !== undefined) return ok(fetched);
  remember(search.memory, search.now());
  return fail({ message: `Electron ${version} could not be fetched` });
}

function versionIn(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: unknown };
  return typeof version === 'string' ? version : undefined;
}

/** Where the package itself would look; undefined: not there, or of another version. */
function installedProgram({ folder, env }: ElectronSearch, version: string): string | undefined {
  const elsewhere = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  const dist = elsewhere === '' ? join(folder, 'dist') : elsewhere;
  const [program, found] = [join(folder, 'path.txt'), join(dist, 'version')].map(textOf);
  if (program === undefined || found?.replace(/^v/, '') !== version) return undefined;
  const path = join(dist, program);
  return existsSync(path) ? path : undefined;
}

const textOf = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined);

/** As the package's own downloader finds it. */
function releaseUrl(version: string, env: ElectronSearch['env']): string {
  const mirror = env['npm_config_electron_mirror'] ?? env['ELECTRON_MIRROR'];
  return `${mirror ?? 'https://github.com/electron/electron/releases/download/'}v${version}/SHASUMS256.txt`;
}

async function isReachable(url: string, stop: AbortSignal): Promise<boolean> {
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(ROUTE_MS)]);
    const { status } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal });
    return status < 400;
  } catch {
    // Offline, refused, or too slow: all the same to who waits for a window.
    return false;
  }
}

/** The package's own downloader, which checks what it got. Resolves however that ends. */
async function fetchElectron({ folder, env, note, signal }: ElectronSearch): Promise<void> {
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    env: { ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  const started = performance.now();
  const telling = setInterval(
    () => note(`Fetching Electron: ${((performance.now() - started) / 1000).toFixed(0)} s ...`),
    TELL_EVERY_MS,
  );
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-500)));
  const code = await new Promise<number | null>((done) => {
    child.once('error', () => done(null));
    child.once('close', done);
  });
  clearInterval(telling);
  if (code !== 0 && words.trim() !== '') note(words.trim().split('\n')[0] ?? '');
}

const wasOutOfReach = ({ memory, now }: ElectronSearch): boolean =>
  existsSync(memory) && now() - statSync(memory).mtimeMs < RETRY_MS;

function remember(memory: string, at: number): void {
  try {
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(memory, `${new Date(at).toISOString()}\n`);
  } catch {
    // A folder that cannot be written to: it is tried again next time.
  }
}
