import { expect, it } from 'vitest';
import { EngineManager } from '../../../src/main/app/engineManager.ts';
import { createRng } from '../../../src/main/engine/kernel/rng.ts';
import { SILENT_LOG, STILL_WALL } from '../../builders/hostRun.ts';

it('leaves no timer behind when it has stopped: one would keep the process from ending', async () => {
  let running = 0;
  const after = (): (() => void) => {
    running += 1;
    return () => (running -= 1);
  };
  const manager = new EngineManager([], { wall: { ...STILL_WALL, after }, rng: createRng('test'), log: SILENT_LOG });
  await manager.stop();
  expect(running).toBe(0);
});
