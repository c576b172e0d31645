import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NODE_OPTIONS } from '../../../src/main/cli/bench/childCommand.ts';

describe('the options of node that benches of whole commands use', () => {
  it('are those of the scripts people run', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    for (const name of ['start', 'cli'])
      expect(scripts[name]).toContain(`node ${NODE_OPTIONS.join(' ')} src/main/foredeck.mjs`);
  });
});
