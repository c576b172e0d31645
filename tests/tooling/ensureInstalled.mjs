// Runs before `npm test`, on whatever Node the machine has: installs the locked packages when they are not there yet.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const needed = ['node_modules/.bin/vitest', 'node_modules/.bin/node'];
if (!needed.every((path) => existsSync(path))) execSync('npm ci', { stdio: 'inherit' });
