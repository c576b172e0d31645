// The memory of the simulated exchange on the disk.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type ExchangeMemory, openExchangeMemory } from '../../../src/main/store/exchangeMemory.ts';
import { toConnectionId } from '../../../src/shared/domain/ids.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const open = (dataDir: string, connection = 'simulator'): ExchangeMemory => {
  const memory = openExchangeMemory(dataDir, toConnectionId(connection));
  onTestFinished(() => memory.close());
  return memory;
};

it('gives back what was saved last with everything appended since, for each connection its own', () => {
  const dataDir = tempFolder();
  const memory = open(dataDir);
  expect(memory.load()).toBeUndefined();
  memory.append('a');
  memory.append('ü\n');
  expect(memory.load()).toBe('aü\n');
  memory.save('new');
  memory.append('+1');
  const other = open(dataDir, 'replay');
  expect(other.load()).toBeUndefined();
  other.save('');
  expect(other.load()).toBe('');
  expect(memory.load()).toBe('new+1');
});

it('survives the process without being closed', () => {
  const dataDir = tempFolder();
  open(dataDir).save('here');
  const killed = tempFolder();
  for (const name of ['simulated-exchange.db', 'simulated-exchange.db-wal']) {
    writeFileSync(join(killed, name), readFileSync(join(dataDir, name)));
  }
  expect(open(killed).load()).toBe('here');
});

it('does not grow with the number of saves', () => {
  const dataDir = tempFolder();
  const memory = openExchangeMemory(dataDir, toConnectionId('simulator'));
  const text = 'x'.repeat(50_000);
  for (let i = 0; i < 200; i++) memory.save(text + String(i));
  memory.close();
  expect(readFileSync(join(dataDir, 'simulated-exchange.db')).length).toBeLessThan(250_000);
});
