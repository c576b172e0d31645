import { app } from 'electron';
import { runCli } from './cli/runCli.ts';

app.enableSandbox();
process.exitCode = await runCli(process.argv.slice(2));
