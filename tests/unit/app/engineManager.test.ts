import { describe, expect, it } from 'vitest';
import { type ConnectionPlan, EngineManager } from '../../../src/main/app/engineManager.ts';
import { createRng } from '../../../src/main/engine/kernel/rng.ts';
import type { EngineConfig } from '../../../src/main/engine/kernel/engineConfig.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { toConnectionId } from '../../../src/shared/domain/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/shared/time.ts';
import { busyHost } from '../../builders/busyHost.ts';
import { anEngineConfig } from '../../builders/engineRun.ts';
import { HostRun, type HostRunOptions, SILENT_LOG, STILL_WALL } from '../../builders/hostRun.ts';
import { ManagedHosts, settled } from '../../builders/managedHosts.ts';
import { FakeWall } from '../../fakes/fakeWall.ts';
import { MemoryJournal } from '../../fakes/memoryJournal.ts';

const full = new AppError('NOT_WRITABLE', 'the disk is full', { retryable: true });

/** A connection of its own name. */
function named(id: string): HostRunOptions & { readonly journal: MemoryJournal; readonly config: EngineConfig } {
  const options = busyHost(id);
  const config = { ...options.config, connection: toConnectionId(id) };
  return { ...options, config, journal: new MemoryJournal(STILL_WALL) };
}

/** A manager of connections that fail to start with these errors, and when they were tried. */
function failing(...errors: readonly Error[]) {
  const wall = new FakeWall();
  const tried: number[] = [];
  const plans = errors.map((error, place) => ({
    ...{ id: toConnectionId(`c${String(place)}`), isSimulated: true, config: anEngineConfig() },
    createHost: (): never => {
      tried.push(wall.elapsedMs());
      throw error;
    },
  }));
  const port = {
    ...STILL_WALL,
    elapsedMs: () => wall.elapsedMs(),
    after: (ms: number, work: () => void) => wall.after(ms, work),
  };
  const manager = new EngineManager(plans, { wall: port, rng: createRng('test'), log: SILENT_LOG });
  return { manager, wall, tried };
}

describe('the manager of engines', () => {
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

  it('keeps the failure of one connection from the others', async () => {
    const [one, other] = [named('one'), named('other')];
    const hosts = new ManagedHosts([one, other]);
    await hosts.manager.start();
    one.journal.failNext(full);
    for (const place of [0, 1]) await hosts.run(place).pass(DAY_MS / 2);
    await settled();
    expect(hosts.manager.status()).toMatchObject([
      { connection: 'one', state: 'restarting', detail: 'the disk is full' },
      { connection: 'other', state: 'running', detail: 'connected' },
    ]);
    const before = hosts.run(1).events.length;
    await hosts.run(1).pass(DAY_MS / 2);
    expect(hosts.run(1).events.length).toBeGreaterThan(before + 50);
    await hosts.takeUp();
    expect([hosts.states, hosts.runs.map(({ length }) => length)]).toEqual([
      ['running', 'running'],
      [2, 1],
    ]);
    await hosts.manager.stop();
    expect(hosts.states).toEqual(['stopped', 'stopped']);
  });

  it('tries again after pauses that double up to half a minute, each a little other than that', async () => {
    const { manager, wall, tried } = failing(full);
    await manager.start();
    for (let second = 0; second < 300; second++) {
      wall.pass(SECOND_MS);
      await settled();
    }
    const pauses = tried.slice(1).map((at, index) => at - (tried[index] ?? 0));
    expect(pauses.length).toBeGreaterThan(8);
    pauses.forEach((pause, index) => {
      const middle = Math.min(30_000, 1000 * 2 ** index);
      expect(pause).toBeGreaterThanOrEqual(0.8 * middle);
      // It is noticed in whole seconds here.
      expect(pause).toBeLessThanOrEqual(1.2 * middle + 1000);
    });
    expect(new Set(pauses.slice(5)).size).toBeGreaterThan(1);
    expect(manager.status()).toMatchObject([{ state: 'restarting', detail: 'the disk is full' }]);
    await manager.stop();
    const attempts = tried.length;
    wall.pass(HOUR_MS);
    expect(tried).toHaveLength(attempts);
  });

  it('takes a host that ran for a minute for healthy: the next pause is a short one', async () => {
    const options = named('healthy');
    const hosts = new ManagedHosts([options]);
    await hosts.manager.start();
    for (let failure = 0; failure < 4; failure++) {
      await hosts.pass(MINUTE_MS + SECOND_MS);
      options.journal.failNext(full);
      while (hosts.states[0] === 'running') {
        await hosts.run().pass(HOUR_MS);
        await settled();
      }
      await hosts.pass(1300);
      expect(hosts.runs[0]).toHaveLength(failure + 2);
      await hosts.takeUp();
    }
    await hosts.manager.stop();
  });

  it('leaves to a person what only a person can mend', async () => {
    const damaged = new AppError('STORE', 'step 3 is missing');
    const alone = failing(damaged);
    await expect(alone.manager.start()).rejects.toBe(damaged);
    const both = failing(damaged, full);
    await both.manager.start();
    expect(both.manager.status()).toMatchObject([
      { state: 'failed', detail: 'step 3 is missing' },
      { state: 'restarting', detail: 'the disk is full' },
    ]);
    for (const { wall, manager, tried } of [alone, both]) {
      const [first] = tried;
      wall.pass(HOUR_MS);
      await settled();
      expect(tried.filter((at) => at === first)).toHaveLength(manager.connections.length);
    }
    expect([alone.tried.length, both.tried.length]).toEqual([1, 3]);
  });

  it('says why a connection cannot be opened', async () => {
    const wrap = (): never => {
      throw new AppError('BAD_INPUT', 'it remembers another market');
    };
    const hosts = new ManagedHosts([{ ...named('closed'), wrap }]);
    await expect(hosts.manager.start()).rejects.toThrow('it remembers another market');
    expect(hosts.manager.status()).toMatchObject([{ state: 'failed', detail: 'it remembers another market' }]);
    await hosts.manager.stop();
  });

  it('stops within thirty seconds, whatever hangs', async () => {
    const [sound, hanging] = [named('sound'), named('hanging')];
    const never = new Promise<void>(() => undefined);
    const wrap: HostRunOptions['wrap'] = (connection) => ({
      ...connection,
      connect: (listener) => connection.connect(listener),
      close: () => never,
    });
    const hosts = new ManagedHosts([sound, { ...hanging, wrap }]);
    await hosts.manager.start();
    let isStopped = false;
    const stopped = hosts.manager.stop().then(() => (isStopped = true));
    await hosts.pass(29_999);
    expect([isStopped, hosts.states]).toEqual([false, ['stopped', 'stopping']]);
    await hosts.pass(1);
    await stopped;
    expect(isStopped).toBe(true);
    expect(hanging.journal.head(toConnectionId('hanging')).seq).toBeGreaterThan(0);
  });
});

describe('connections that come and go', () => {
  /** A plan on a host that is made anew each time, with what keeps it from starting in hand. */
  function aPlan(id: string) {
    const options = named(id);
    const held: { reason: string | undefined; hosts: HostRun[]; asked: number } = {
      reason: undefined,
      hosts: [],
      asked: 0,
    };
    const plan: ConnectionPlan = {
      ...{ id: toConnectionId(id), isSimulated: true, config: options.config },
      obstacle: () => {
        held.asked += 1;
        return Promise.resolve(held.reason);
      },
      createHost: (_config, onFailure) => {
        const run = held.hosts.at(-1)?.successor({ onFailure }) ?? new HostRun({ ...options, onFailure });
        held.hosts.push(run);
        return run.host;
      },
    };
    return { plan, held, id: plan.id };
  }
  const aManager = (plans: readonly ConnectionPlan[] = []): EngineManager =>
    new EngineManager(plans, { wall: new FakeWall().wall, rng: createRng('test'), log: SILENT_LOG });
  const states = (manager: EngineManager) => manager.status().map(({ connection, state }) => `${connection} ${state}`);

  it('adds one to those that run, and removes it again', async () => {
    const hosts = new ManagedHosts([named('one')]);
    await hosts.manager.start();
    const { plan, id } = aPlan('two');
    const left: string[] = [];
    hosts.manager.onLeft = () => left.push('left');
    await hosts.manager.add(plan);
    expect(states(hosts.manager)).toEqual(['one running', 'two running']);
    await hosts.manager.remove(id);
    expect([states(hosts.manager), left]).toEqual([['one running'], ['left']]);
    expect(await hosts.manager.setEnabled(id, true)).toBe(false);
    await hosts.manager.stop();
  });

  it('lets one wait for what a person has to do, says what, and is not over meanwhile', async () => {
    const { plan, held, id } = aPlan('keyed');
    held.reason = 'its keys are not stored';
    const manager = aManager([plan]);
    await manager.start();
    expect(manager.status()).toMatchObject([{ state: 'stopped', detail: 'its keys are not stored' }]);
    expect([manager.isOver, held.hosts.length]).toEqual([false, 0]);
    await manager.restart(id, { isRunningToo: false });
    expect([states(manager), held.hosts.length]).toEqual([['keyed stopped'], 0]);
    held.reason = undefined;
    await manager.restart(id, { isRunningToo: false });
    expect([states(manager), held.hosts.length]).toEqual([['keyed running'], 1]);
    await manager.restart(id, { isRunningToo: false });
    expect(held.hosts).toHaveLength(1);
    await manager.restart(id, { isRunningToo: true });
    expect([states(manager), held.hosts.length]).toEqual([['keyed running'], 2]);
    held.reason = 'its keys are not accepted';
    await manager.restart(id, { isRunningToo: true });
    expect(manager.status()).toMatchObject([{ state: 'stopped', detail: 'its keys are not accepted' }]);
    await manager.stop();
  });

  it('starts one engine however often it is asked to, and none that was switched off meanwhile', async () => {
    const { plan, held, id } = aPlan('keyed');
    held.reason = 'wait';
    const manager = aManager([plan]);
    await manager.start();
    held.reason = undefined;
    await Promise.all([1, 2, 3].map(() => manager.restart(id, { isRunningToo: true })));
    expect([states(manager), held.hosts.length]).toEqual([['keyed running'], 1]);
    const restarting = manager.restart(id, { isRunningToo: true });
    await Promise.all([restarting, manager.setEnabled(id, false)]);
    expect([states(manager), held.hosts.length]).toEqual([['keyed stopped'], 1]);
    await manager.setEnabled(id, true);
    expect([states(manager), held.hosts.length]).toEqual([['keyed running'], 2]);
    await manager.stop();
  });
});
