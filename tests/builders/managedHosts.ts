// Hosts under a manager whose time passes by hand: each start is a new host on the same journal and the same exchange.
import { setImmediate } from 'node:timers/promises';
import { EngineManager } from '../../src/main/app/engineManager.ts';
import type { Wall } from '../../src/main/app/wall.ts';
import { createRng } from '../../src/main/engine/kernel/rng.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';
import { need } from '../../src/shared/assert.ts';
import { MINUTE_MS, SECOND_MS } from '../../src/shared/time.ts';
import { FakeWall } from '../fakes/fakeWall.ts';
import { HostRun, type HostRunOptions, SILENT_LOG } from './hostRun.ts';

/** Every promise that can be kept now is. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await setImmediate();
}

export class ManagedHosts {
  readonly wall = new FakeWall();
  readonly manager: EngineManager;
  /** Of each connection every host there was. */
  readonly runs: readonly HostRun[][];

  constructor(connections: readonly HostRunOptions[]) {
    const { wall } = this;
    const port: Wall = {
      now: () => toEpochMs(wall.elapsedMs()),
      elapsedMs: () => wall.elapsedMs(),
      after: (ms, work) => wall.after(ms, work),
    };
    this.runs = connections.map(() => []);
    const plans = connections.map((options, place) => ({
      ...{ id: options.config.connection, isSimulated: true, config: options.config },
      createHost: (_config: unknown, onFailure: (error: unknown) => void) => {
        const runs = need(this.runs[place], 'the hosts of a connection');
        const changes = { ...options, onFailure };
        const run = runs.at(-1)?.successor({ onFailure }) ?? new HostRun(changes);
        runs.push(run);
        return run.host;
      },
    }));
    this.manager = new EngineManager(plans, { wall: port, rng: createRng('manager'), log: SILENT_LOG });
  }

  /** The newest host of a connection. */
  run(place = 0): HostRun {
    return need(this.runs[place]?.at(-1), 'a host');
  }

  get states(): readonly string[] {
    return this.manager.status().map(({ state }) => state);
  }

  /** Lets the longest pause pass, and the world until the next host trades. */
  async takeUp(): Promise<void> {
    await this.pass(MINUTE_MS);
    for (let second = 0; second < 60 && this.states[0] === 'starting'; second++) {
      await this.run().pass(SECOND_MS);
      await settled();
    }
  }

  /** Lets the machine's time pass, for pauses and deadlines. */
  async pass(ms: number): Promise<void> {
    this.wall.pass(ms);
    await settled();
  }
}
