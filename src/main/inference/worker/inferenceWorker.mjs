// Worker entry, in plain JavaScript as `foredeck.mjs` is: with the parent's code cache no thread loads what strips types.
import { enableCompileCache } from 'node:module';
import { workerData } from 'node:worker_threads';

if (workerData.codeCache !== undefined) enableCompileCache(workerData.codeCache);
await import('./serveModels.ts');
