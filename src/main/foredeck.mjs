// Program entry, in plain JavaScript: turns on the code cache before anything else is loaded. Files come from it without their
// types, so that Node need not load what strips them: 20 MB less in a process that runs for weeks. And keeps the model runtime
// from telling anybody anything: it asks the environment of the process as it is loaded, which a worker cannot change any more.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import envPaths from 'env-paths';

process.env.ORT_DISABLE_TELEMETRY = '1';

// Fails silently by design: without a writable cache folder the start only takes longer.
enableCompileCache(join(envPaths('foredeck', { suffix: '' }).cache, 'code'));
await import('./cli.ts');
