import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configText } from '../../../src/main/config/configText.ts';
import { configTree, loadConfig } from '../../../src/main/config/loadConfig.ts';
import { settingsOf } from '../../../src/main/config/schemaKeys.ts';
import { configSchema } from '../../../src/shared/config/schema.ts';

const file = readFileSync(new URL('../../../config/default.yaml', import.meta.url), 'utf8');

describe('config/default.yaml', () => {
  it('holds every key with the default of the schema', () => {
    expect(parse(file)).toEqual(configSchema.parse({}));
  });

  it('is what `config show` prints of an untouched configuration', () => {
    const loaded = loadConfig({ env: {}, assignments: [] });
    expect(loaded.ok && configText(loaded.value)).toBe(file);
  });

  it('has a comment above every key', () => {
    const lines = file.split('\n');
    const keys = lines.flatMap((line, index) =>
      /^\s*\w+:/.test(line) ? [{ line, above: lines[index - 1] ?? '' }] : [],
    );
    expect(keys.length).toBeGreaterThanOrEqual(settingsOf(configTree).length);
    expect(keys.filter(({ above }) => !/^\s*# \S.+\.$/.test(above))).toEqual([]);
  });

  it('names the origin of every value that is no default', () => {
    const loaded = loadConfig({ env: { FOREDECK_COSTS__TAKER_BPS: '1' }, assignments: ['risk.maxLeverage=null'] });
    const text = loaded.ok ? configText(loaded.value) : '';
    expect(text).toContain('  takerBps: 1 # environment variable FOREDECK_COSTS__TAKER_BPS\n');
    expect(text).toContain('  maxLeverage: null # --setting risk.maxLeverage=null\n');
  });
});
