// Program entry, in plain JavaScript: turns on the code cache before anything else is loaded. Files come from it without their
// types, so that Node need not load what strips them: 20 MB less in a process that runs for weeks.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import envPaths from 'env-paths';

// Fails silently by design: without a writable cache folder the start only takes longer.
enableCompileCache(join(envPaths('foredeck', { suffix: '' }).cache, 'code'));
await import('./cli.ts');
