// Terminal entry: turns on the code cache before anything large is loaded, then hands over.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import envPaths from 'env-paths';

// Fails silently by design: without a writable cache folder the start only takes longer.
enableCompileCache(join(envPaths('foredeck', { suffix: '' }).cache, 'code'));
const { runCli } = await import('./cli/runCli.ts');
process.exitCode = await runCli(process.argv.slice(2));
