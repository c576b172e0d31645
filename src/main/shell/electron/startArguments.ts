// The command line of Electron's own process.

/** What lets others look into, or steer, a process that holds money. */
const DEBUGGING = [
  'inspect',
  'inspect-brk',
  'inspect-port',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'js-flags',
];

/** The first switch of debugging among `argv`; undefined: none. A packaged program does not start with one. */
export const debuggingSwitch = (argv: readonly string[]): string | undefined =>
  argv.find((arg) => DEBUGGING.some((name) => arg === `--${name}` || arg.startsWith(`--${name}=`)));

/** Started from a desktop there is no command: then it is `run`. `argv` begins with the program, unpackaged with its folder too. */
export function commandOf(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const args = argv.slice(isPackaged ? 1 : 2).filter((arg) => !OF_ELECTRON.has(arg));
  return args.length === 0 ? ['run'] : args;
}

const OF_ELECTRON: ReadonlySet<string> = new Set(['--no-sandbox']);

/** The data folder that `args` ask for, before anything else looks at them. */
export function dataDirIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--data-dir' || arg.startsWith('--data-dir='));
  if (at === -1) return undefined;
  const [, ...value] = args[at]?.split('=') ?? [];
  return value.length > 0 ? value.join('=') : args[at + 1];
}
