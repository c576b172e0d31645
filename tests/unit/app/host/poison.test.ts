// An input that faults the engine: once, it is taken again; twice, it is left out, and the engine trades nothing until a person says so.
import { describe, expect, it } from 'vitest';
import { controlEngines } from '../../../../src/main/app/controlEngines.ts';
import { HASHES } from '../../../../src/main/app/hashes.ts';
import { type Verification, verifyJournal } from '../../../../src/main/app/verifyJournal.ts';
import type { EngineEvent } from '../../../../src/main/engine/kernel/events.ts';
import type { EngineInput } from '../../../../src/main/engine/kernel/inputs.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/shared/time.ts';
import { anInstanceInfo } from '../../../builders/anInstanceInfo.ts';
import { busyHost } from '../../../builders/busyHost.ts';
import { type HostRun, STILL_WALL } from '../../../builders/hostRun.ts';
import { ManagedHosts, settled } from '../../../builders/managedHosts.ts';

const REASON =
  /^an input of kind mark faulted the engine twice and was left out: expected a time in whole milliseconds/;

/** A host that has traded for half a day. */
async function aTradingHost(): Promise<ManagedHosts> {
  const hosts = new ManagedHosts([busyHost('poison')]);
  await hosts.manager.start();
  await hosts.run().pass(DAY_MS / 2);
  expect(decisionsIn(hosts.run().events, 'ordered')).toBeGreaterThan(3);
  return hosts;
}

/** A price at a time that there is not. */
function poison({ host }: HostRun, bid = 100): EngineInput {
  const [symbol] = host.core.markets.keys();
  return { kind: 'mark', at: toEpochMs(host.core.clock + 0.5), symbol: symbol!, bid, ask: bid, last: bid };
}

const decisionsIn = (events: readonly EngineEvent[], outcome: 'ordered' | 'refused'): number =>
  events.filter((event) => event.kind === 'decisionMade' && event.decision.outcome === outcome).length;

function verified({ journal, host }: HostRun): Promise<Verification> {
  const [breathe, onProgress] = [() => Promise.resolve(), () => undefined];
  return verifyJournal(journal, host.id, { hashes: HASHES, breathe, onProgress });
}

/** The events since there were `before` of them. */
const since = (run: HostRun, before: number): readonly EngineEvent[] => run.events.slice(before);

describe('an input that faults the engine twice', () => {
  it('is left out; trading halts, entries are refused, both accounts are still compared', async () => {
    const hosts = await aTradingHost();
    const run = hosts.run();
    const before = run.events.length;
    expect(run.host.take(poison(run))).toBeUndefined();
    const [status] = hosts.manager.status();
    expect(status).toMatchObject({ state: 'safeMode', isSafeMode: true, tradingState: 'HALTED' });
    expect(status?.stateChange).toMatchObject({ cause: 'safeMode', reason: expect.stringMatching(REASON) as string });
    expect(status?.detail).toMatch(REASON);
    expect(run.journal.quarantined).toMatchObject([
      { reason: expect.stringContaining('whole milliseconds') as string },
    ]);

    run.host.link?.reconcile();
    await settled();
    await run.pass(DAY_MS / 2);
    expect(hosts.states).toEqual(['safeMode']);
    await hosts.manager.stop();
    const happened = since(run, before);
    expect(happened.filter(({ kind }) => kind === 'venueCompared')).not.toEqual([]);
    expect([decisionsIn(happened, 'refused') > 3, decisionsIn(happened, 'ordered')]).toEqual([true, 0]);
    expect(await verified(run)).toMatchObject({ identical: true });
  });

  it('keeps it in safe mode over a restart, until a person resumes with a reason', async () => {
    const hosts = await aTradingHost();
    hosts.run().host.take(poison(hosts.run()));
    await hosts.manager.stop();

    const next = new ManagedHosts([
      { ...busyHost('poison'), journal: hosts.run().journal, memory: hosts.run().memory },
    ]);
    await next.manager.start();
    expect(next.manager.status()).toMatchObject([{ state: 'safeMode', tradingState: 'HALTED' }]);
    const control = controlEngines(next.manager, anInstanceInfo(), STILL_WALL);
    const resume = (reason: string) => control.command({ command: { type: 'resume' }, connection: undefined, reason });
    expect(await resume('  ')).toMatchObject([{ isAccepted: false, detail: 'leaving safe mode needs a reason' }]);
    expect(await resume('looked at it')).toMatchObject([{ isAccepted: true, detail: 'safe mode has been left' }]);
    expect(next.manager.status()).toMatchObject([{ state: 'running', tradingState: 'ACTIVE', isSafeMode: false }]);
    const before = next.run().events.length;
    await next.run().pass(DAY_MS);
    expect(decisionsIn(since(next.run(), before), 'ordered')).toBeGreaterThan(3);
    await next.manager.stop();
    expect(await verified(next.run())).toMatchObject({ identical: true });
  });

  it('is kept once however often it comes; the twenty-first other one is a fault of ours that no restart mends', async () => {
    const hosts = await aTradingHost();
    const run = hosts.run();
    for (let i = 0; i < 5; i++) run.host.take(poison(run));
    expect(run.journal.quarantined).toHaveLength(1);
    for (let bid = 1; bid <= 19; bid++) run.host.take(poison(run, bid));
    expect([run.journal.quarantined.length, hosts.states]).toEqual([20, ['safeMode']]);
    run.host.take(poison(run, 20));
    await settled();
    const detail = expect.stringMatching(/left out 21 inputs that faulted it: expected a time/) as string;
    expect(hosts.manager.status()).toMatchObject([{ state: 'failed', detail }]);
    await hosts.pass(HOUR_MS);
    expect(hosts.runs[0]).toHaveLength(1);
  });
});

describe('an input that faults the engine once', () => {
  it('is taken again by an engine restored from the journal; what is traded is what one without a fault trades', async () => {
    const trades = async (breakIt: (run: HostRun) => void): Promise<readonly EngineEvent[]> => {
      const hosts = await aTradingHost();
      const run = hosts.run();
      const { core } = run.host;
      breakIt(run);
      await run.pass(DAY_MS);
      expect([hosts.states, run.journal.quarantined, run.failures]).toEqual([['running'], [], []]);
      await hosts.manager.stop();
      expect(await verified(run)).toMatchObject({ identical: true });
      hasRecovered = run.host.core !== core;
      return run.events.filter(({ kind }) => kind === 'tradeClosed');
    };
    let hasRecovered = false;
    const sound = await trades(() => undefined);
    expect([hasRecovered, sound.length > 5]).toEqual([false, true]);
    // Something in this engine's memory is broken; what is journaled is sound.
    const shaken = await trades(({ host }) => void Object.assign(host.core.portfolio, { applyFill: undefined }));
    expect(hasRecovered).toBe(true);
    expect(shaken).toEqual(sound);
  });
});
