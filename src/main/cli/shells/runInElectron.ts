// Hands the command on to Electron, which runs the same program with windows of its own, and ends as it ends.
import { spawn } from 'node:child_process';
import type { CommandContext } from '../../config/commandContext.ts';
import { PASSPHRASE_VARIABLE } from '../../config/loadConfig.ts';
import { programFile } from '../../config/paths.ts';
import { AppError } from '../../../shared/errors.ts';
import { EXIT, type ExitCode } from '../exitCode.ts';

const EXIT_CODES: readonly ExitCode[] = Object.values(EXIT);

/** `args` are this command's own. Resolves as Electron ended. */
export async function runInElectron(
  path: string,
  args: readonly string[],
  { configSources, signal, log, vaultPassphrase }: CommandContext,
): Promise<ExitCode> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) log.warn('Electron runs without its sandbox, as it must for root; start Foredeck as an ordinary user');
  const { ELECTRON_RUN_AS_NODE: _, ...env } = configSources.env;
  const child = spawn(path, [programFile('.'), ...(isRoot ? ['--no-sandbox'] : []), ...args], {
    // The one that it is meant for: it takes it out of its own environment too.
    env: { ...env, ...(vaultPassphrase === undefined ? {} : { [PASSPHRASE_VARIABLE]: vaultPassphrase }) },
    stdio: 'inherit',
  });
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', (cause) =>
      failed(new AppError('NOT_FOUND', `Electron did not start: ${cause.message}`, { cause })),
    );
    child.once('close', done);
  });
  signal.removeEventListener('abort', stop);
  return EXIT_CODES.find((known) => known === code) ?? EXIT.fault;
}
