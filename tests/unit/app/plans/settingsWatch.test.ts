import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { engineConfigOf } from '../../../../src/main/app/plans/engineConfigOf.ts';
import { watchSettings } from '../../../../src/main/app/plans/settingsWatch.ts';
import { programFile } from '../../../../src/main/config/paths.ts';
import type { EngineConfig } from '../../../../src/main/engine/kernel/engineConfig.ts';
import { type Config, configSchema } from '../../../../src/shared/config/schema.ts';
import { toConnectionId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { anInstrument } from '../../../builders/risk.ts';
import { FakeWall } from '../../../fakes/fakeWall.ts';
import { STILL_WALL } from '../../../builders/hostRun.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

const ID = toConnectionId('simulator');
const BTC = anInstrument({ symbol: toSymbolId('BTC/USDT:USDT') });
const smaCross = readFileSync(programFile('config/strategies/sma-cross.yaml'), 'utf8');

/** A watched data folder with one strategy of the user's, and what the manager is told. */
function aWatch(wanted = ['mine']) {
  const dataDir = tempFolder();
  const [file, strategy] = [join(dataDir, 'config.yaml'), join(dataDir, 'strategies/mine.yaml')];
  mkdirSync(join(dataDir, 'strategies'));
  writeFileSync(file, 'risk:\n  maxOpenPositions: 3\n');
  const write = (text: string): void => writeFileSync(strategy, text);
  write(smaCross.replace('id: sma-cross', 'id: mine'));
  const planConfig = (config: Config, inForce: EngineConfig['strategies']) =>
    engineConfigOf(config, { id: ID, timeframe: '15m', instruments: [BTC], strategies: wanted }, { dataDir, inForce });
  const { config, remarks } = planConfig(configSchema.parse({ risk: { maxOpenPositions: 3 } }), []);
  const wall = new FakeWall();
  const [set, said]: [EngineConfig[], string[]] = [[], []];
  const { look, stop } = watchSettings({
    sources: () => ({ file, env: {}, assignments: [] }),
    connections: [{ id: ID, config, remarks, planConfig }],
    manager: {
      setConfig: (_id, next) => {
        set.push(next);
        return next.risk.maxOpenPositions === 99 ? 'refused by the engine' : undefined;
      },
      say: (text) => void said.push(text),
    },
    wall: { ...STILL_WALL, after: (ms, work) => wall.after(ms, work) },
  });
  return { file, strategy, write, wall, set, said, look, stop };
}

it('looks at once when told, and then again in its own time', () => {
  const { file, wall, set, look } = aWatch();
  writeFileSync(file, 'risk:\n  maxOpenPositions: 4\n');
  look();
  expect(set.map(({ risk }) => risk.maxOpenPositions)).toEqual([4]);
  writeFileSync(file, 'risk:\n  maxOpenPositions: 5\n');
  wall.pass(2000);
  expect(set.map(({ risk }) => risk.maxOpenPositions)).toEqual([4, 5]);
});

it('passes on what has changed, and nothing else', () => {
  const { file, write, wall, set, said } = aWatch();
  wall.pass(10_000);
  expect(set).toEqual([]);
  writeFileSync(file, 'risk:\n  maxOpenPositions: 7\n');
  write(smaCross.replace('id: sma-cross', 'id: mine').replace('period: 10', 'period: 12'));
  wall.pass(10_000);
  expect(set.map(({ risk }) => risk.maxOpenPositions)).toEqual([7]);
  expect(JSON.stringify(set[0]?.strategies)).toContain('"period":12');
  expect(said).toEqual([]);
});

it('keeps the last good form of a broken file, says what is wrong once, and takes the mended one', () => {
  const { write, wall, set, said } = aWatch();
  write('id: mine\nname: [');
  wall.pass(10_000);
  expect(set).toEqual([]);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('mine.yaml');
  write(smaCross.replace('id: sma-cross', 'id: mine').replace('period: 10', 'period: 11'));
  wall.pass(10_000);
  expect(JSON.stringify(set.map(({ strategies }) => strategies))).toContain('"period":11');
});

it('lets a strategy go whose file is gone, when no name asks for it', () => {
  const { strategy, wall, set } = aWatch([]);
  rmSync(strategy);
  wall.pass(3000);
  expect(set.map(({ strategies }) => strategies.map(({ id }) => id as string).includes('mine'))).toEqual([false]);
});

it('keeps all settings while the configuration is broken or refused, and stops when told', () => {
  const { file, wall, set, said, stop } = aWatch();
  writeFileSync(file, 'risk:\n  maxOpenPositons: 7\n');
  wall.pass(10_000);
  expect(said.join()).toContain('did you mean "maxOpenPositions"?');
  writeFileSync(file, 'risk:\n  maxOpenPositions: 99\n');
  wall.pass(5000);
  expect(said.at(-1)).toBe('refused by the engine');
  const tries = set.length;
  stop();
  wall.pass(10_000);
  expect(set).toHaveLength(tries);
});
