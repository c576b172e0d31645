// The version in the program's own manifest.
import { readFileSync } from 'node:fs';
import { programFile } from '../config/paths.ts';

const manifest = JSON.parse(readFileSync(programFile('package.json'), 'utf8')) as { readonly version: string };

export const programVersion = manifest.version;
