import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StrategyCatalog } from '../../../../src/main/config/strategies/strategyCatalog.ts';
import { ALL_SHIPPED, SHIPPED_FOLDER } from '../../../builders/aStrategy.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foredeck-strategies-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, id: string, extra = ''): void =>
  writeFileSync(
    join(folder, name),
    `id: ${id}\nsymbols: [BTC/USDT]\ntimeframe: 1h\nentry: { long: { above: [{ price: close }, 1] } }\nsizing: { fixedQty: 1 }\n${extra}`,
  );
const idsOf = (catalog: StrategyCatalog): readonly string[] => catalog.definitions.map(({ id }) => id);

describe('the catalog', () => {
  it('reads the shipped folder without a problem', () => {
    const catalog = new StrategyCatalog(SHIPPED_FOLDER);
    expect(catalog.refresh()).toEqual({ hasChanged: true, problems: [] });
    expect(idsOf(catalog)).toEqual(ALL_SHIPPED.toSorted());
  });

  it('takes only what changed', () => {
    write('a.yaml', 'a');
    write('b.yml', 'b');
    write('notes.txt', 'c');
    const catalog = new StrategyCatalog(folder);
    catalog.refresh();
    const [a, b] = catalog.definitions;
    expect(catalog.refresh()).toEqual({ hasChanged: false, problems: [] });
    write('b.yml', 'b', 'name: Bee\n');
    expect(catalog.refresh().hasChanged).toBe(true);
    expect(catalog.definitions[0]).toBe(a);
    expect(catalog.definitions[1]).not.toBe(b);
    expect(catalog.definitions[1]?.name).toBe('Bee');
  });

  it('keeps the last good definition of a broken file and reports it until it is mended', () => {
    write('a.yaml', 'a');
    const catalog = new StrategyCatalog(folder);
    catalog.refresh();
    write('a.yaml', 'a', 'sidse: [long]\n');
    for (let round = 0; round < 2; round++) {
      const { hasChanged, problems } = catalog.refresh();
      expect(hasChanged).toBe(false);
      expect(problems).toMatchObject([{ file: join(folder, 'a.yaml'), line: 6, column: 1 }]);
    }
    expect(idsOf(catalog)).toEqual(['a']);
    write('a.yaml', 'a', 'name: mended\n');
    expect(catalog.refresh()).toEqual({ hasChanged: true, problems: [] });
  });

  it('forgets a file that is gone', () => {
    write('a.yaml', 'a');
    write('b.yaml', 'b');
    const catalog = new StrategyCatalog(folder);
    catalog.refresh();
    rmSync(join(folder, 'a.yaml'));
    expect(catalog.refresh()).toEqual({ hasChanged: true, problems: [] });
    expect(idsOf(catalog)).toEqual(['b']);
  });

  it('gives an id to one file only', () => {
    write('a.yaml', 'same');
    write('b.yaml', 'same');
    const catalog = new StrategyCatalog(folder);
    expect(catalog.refresh().problems).toMatchObject([{ message: 'the id "same" is taken by a.yaml; ids are unique' }]);
    expect(idsOf(catalog)).toEqual(['same']);
  });

  it('keeps what it had when the folder cannot be listed', () => {
    write('a.yaml', 'a');
    const catalog = new StrategyCatalog(folder);
    catalog.refresh();
    rmSync(folder, { recursive: true });
    const { hasChanged, problems } = catalog.refresh();
    expect(hasChanged).toBe(false);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('does not exist') as string,
      expect.stringContaining('does not exist') as string,
    ]);
    expect(idsOf(catalog)).toEqual(['a']);
  });
});
