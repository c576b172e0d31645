// Terminal entry, started by `foredeck.mjs`.
import { runCli } from './cli/runCli.ts';

process.exitCode = await runCli(process.argv.slice(2));
