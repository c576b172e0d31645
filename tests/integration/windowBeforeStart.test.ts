// A window that opens before the engines are up: what is there is shown, what is not is said.
import { expect, it, onTestFinished } from 'vitest';
import { nodeWall } from '../../src/main/app/nodeWall.ts';
import { openProgram } from '../../src/main/app/program.ts';
import { aCommandContext } from '../builders/commandContext.ts';
import { TestWindow } from '../builders/testWindow.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';

it('lists connections, settings and strategies, and says that the engine is starting', async () => {
  const { context } = aCommandContext({ dataDir: tempFolder(), clock: nodeWall });
  const program = await openProgram(
    { connections: [] },
    { context, wall: nodeWall, shell: { name: 'test', openWindow: () => Promise.resolve() } },
  );
  onTestFinished(() => program.stop());
  const window = new TestWindow((transport) => program.openSession(transport));
  const states: string[] = [];
  window.bridge.subscribe('engines', ({ items }) => void states.push(...items.map(({ state }) => state)));
  const { items } = await window.ask('connections.list', {});
  expect(items.map(({ id, isEnabled, state }) => [id, isEnabled, state])).toEqual([
    ['simulator', true, 'starting'],
    ['replay', false, undefined],
  ]);
  expect((await window.ask('strategies.list', {})).items.length).toBeGreaterThan(3);
  expect((await window.ask('settings.get', {})).items.length).toBeGreaterThan(50);
  expect((await window.ask('portfolio.get', {})).items).toEqual([]);
  await expect(window.ask('risk.get', { connection: 'simulator' })).rejects.toThrow(
    'UNAVAILABLE: the engine of simulator does not run: it is starting',
  );
  await expect(window.ask('risk.get', { connection: 'simulater' })).rejects.toThrow(
    'NOT_FOUND: no connection "simulater" is running (simulator); did you mean "simulator"?',
  );
  await program.start();
  await expect.poll(() => states.at(-1), { timeout: 10_000 }).toBe('running');
  expect(states[0]).toBe('starting');
});
