// `config check` and `config show`.
import type { Command } from 'commander';
import type { CommandOutcome, TerminalContext } from '../../config/commandContext.ts';
import { AppError } from '../../../shared/errors.ts';
import { problemText } from '../../../shared/result.ts';
import type { CommandRunner } from '../runCommand.ts';

const HELP = `
Settings come from, the later over the earlier: the defaults (config/default.yaml), your file, the environment
(FOREDECK_RISK__MAX_DAILY_LOSS_PCT=3), the command line (--setting risk.maxDailyLossPct=3). null switches a limit off.

Examples:
  foredeck config check my.yaml
  foredeck --config my.yaml config show
  foredeck --json config show
`;

export function addConfig(program: Command, { runWithoutConfig }: CommandRunner): void {
  const config = program.command('config').description('the configuration').addHelpText('after', HELP);
  config
    .command('check')
    .description('check a configuration file, or the configuration in force; every problem with its line')
    .argument('[file]', 'configuration file')
    .addHelpText('after', HELP)
    .action((file: string | undefined) => runWithoutConfig((context) => check(context, file)));
  config
    .command('show')
    .description('the configuration in force, with the origin of every value that is no default; secrets unreadable')
    .addHelpText('after', HELP)
    .action(() => runWithoutConfig(show));
}

async function check({ configSources, out }: TerminalContext, named: string | undefined): Promise<CommandOutcome> {
  const { loadConfig } = await import('../../config/loadConfig.ts');
  const file = named ?? configSources.file;
  const loaded = loadConfig(named === undefined ? configSources : { file: named, env: {}, assignments: [] });
  const problems = loaded.ok ? [] : loaded.error;
  out.answer({ ok: loaded.ok, file: file ?? null, problems }, () =>
    loaded.ok ? `${file ?? 'configuration'}: valid` : problems.map(problemText).join('\n'),
  );
  return loaded.ok ? 0 : 1;
}

async function show({ configSources, out }: TerminalContext): Promise<CommandOutcome> {
  const { configTree, loadConfig } = await import('../../config/loadConfig.ts');
  const { configText } = await import('../../config/configText.ts');
  const { redactSecrets } = await import('../../config/schemaKeys.ts');
  const loaded = loadConfig(configSources);
  if (!loaded.ok) throw new AppError('BAD_INPUT', loaded.error.map(problemText).join('\n'));
  out.answer(redactSecrets(loaded.value.config, configTree), () => configText(loaded.value));
  return 0;
}
