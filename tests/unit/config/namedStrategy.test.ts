import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listStrategies, readStrategy } from '../../../src/main/config/namedStrategy.ts';
import { ALL_SHIPPED } from '../../builders/aStrategy.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

/** A data folder with these strategy files. */
function dataDirWith(files: Readonly<Record<string, string>>): string {
  const dataDir = tempFolder();
  mkdirSync(join(dataDir, 'strategies'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dataDir, 'strategies', name), text);
  return dataDir;
}

const yamlOf = (id: string, name: string): string =>
  `id: ${id}\nname: ${name}\nsymbols: [BTC/USDT]\ntimeframe: 1h\nentry: { long: { above: [{ price: close }, 1] } }\nsizing: { fixedQty: 1 }\n`;

describe('strategies by id', () => {
  it('are the shipped ones where there is no folder of the user', () => {
    expect(listStrategies(tempFolder()).map(({ id, origin }) => [id, origin])).toEqual(
      ALL_SHIPPED.toSorted().map((id) => [id, 'shipped']),
    );
  });

  it("are the user's own, which win over shipped ones with the same id", () => {
    const dataDir = dataDirWith({ 'a.yaml': yamlOf('sma-cross', 'mine'), 'b.yaml': yamlOf('other', 'other') });
    expect(readStrategy('sma-cross', dataDir).definition.name).toBe('mine');
    expect(readStrategy('sma-cross').definition.name).toBe('SMA cross');
    expect(readStrategy('other', dataDir).yaml).toBe(yamlOf('other', 'other'));
    const replaced = listStrategies(dataDir).filter(({ isReplaced }) => isReplaced);
    expect(replaced.map(({ id, origin }) => [id, origin])).toEqual([['sma-cross', 'shipped']]);
  });

  it('are refused while their own file is broken: the shipped one does not step in', () => {
    const dataDir = dataDirWith({ 'a.yaml': `id: sma-cross # mine\nsidse: [long]\n`, 'breakout.yaml': 'x: [' });
    expect(() => readStrategy('sma-cross', dataDir)).toThrow(/a\.yaml:2:1: .*sidse/);
    expect(() => readStrategy('breakout', dataDir)).toThrow(/breakout\.yaml:1:/);
  });

  it('are listed in the answer to an unknown one', () => {
    const dataDir = dataDirWith({ 'b.yaml': yamlOf('other', 'other') });
    expect(() => readStrategy('othr', dataDir)).toThrow(/macd-trend, ml-consensus, other, .*did you mean "other"/);
  });
});
