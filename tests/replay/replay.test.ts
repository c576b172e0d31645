// What was recorded happens again, to the byte: inputs as they come back from a journal, on a fresh engine, however they arrive.
import { describe, expect, it } from 'vitest';
import { runBacktest } from '../../src/main/engine/drivers/backtest.ts';
import { decode, encode, stepHash } from '../../src/main/engine/kernel/canonical.ts';
import { Engine, type StepResult } from '../../src/main/engine/kernel/engine.ts';
import type { EngineInput } from '../../src/main/engine/kernel/inputs.ts';
import { sha256 } from '../builders/engineRun.ts';
import { interference } from '../builders/interference.ts';
import { dec } from '../builders/risk.ts';
import { aSessionConfig, recordSession, sessionSeries } from '../builders/session.ts';

interface Step {
  readonly input: EngineInput;
  readonly result: StepResult;
}

/** The hash after every step. */
function chainOf(steps: Iterable<Step>): readonly string[] {
  const hashes: string[] = [];
  for (const { input, result } of steps) {
    hashes.push(stepHash(sha256, hashes.at(-1) ?? '', { input, events: result.events, effects: result.effects }));
  }
  return hashes;
}

/** As a journal gives them back. */
const journaled = (steps: readonly Step[]): readonly EngineInput[] =>
  steps.map(({ input }) => decode(encode(input)) as EngineInput);

const replayed = (inputs: readonly EngineInput[], engine = new Engine(sha256)): readonly Step[] =>
  inputs.map((input) => ({ input, result: engine.step(input) }));

function recordBacktest(): { readonly steps: readonly Step[]; readonly trades: number } {
  const config = aSessionConfig();
  const steps: Step[] = [];
  const { trades } = runBacktest({
    ...{ config, cash: dec(50_000), sha256, series: sessionSeries('backtest', 250, config) },
    costs: { slippageBps: dec(2), volumeCapPct: dec(1) },
    onStep: (input, result) => steps.push({ input, result }),
  });
  return { steps, trades: trades.length };
}

const recordBusy = (): readonly Step[] => {
  const config = aSessionConfig();
  return recordSession({ config, series: sessionSeries('busy', 120, config), extras: interference('busy', config) })
    .steps;
};

describe('a replay', () => {
  it('of a backtest says the same and ends with the same hash', () => {
    const { steps, trades } = recordBacktest();
    expect(trades).toBeGreaterThan(5);
    expect(chainOf(replayed(journaled(steps)))).toEqual(chainOf(steps));
  });

  it('of a session with commands, quotes, predictions, outages and reloads does too, and leaves the same state', () => {
    const steps = recordBusy();
    const [first, second] = [new Engine(sha256), new Engine(sha256)];
    expect(chainOf(replayed(journaled(steps), first))).toEqual(chainOf(steps));
    replayed(journaled(steps), second);
    expect(second.stateHash()).toBe(first.stateHash());
  });

  it('shows one changed input from there on, and nowhere before', () => {
    const inputs = [...journaled(recordBusy())];
    const place = inputs.findIndex(({ kind }, index) => index > inputs.length / 2 && kind === 'candle');
    const changed = inputs[place] as Extract<EngineInput, { kind: 'candle' }>;
    const before = chainOf(replayed(inputs));
    inputs[place] = { ...changed, candle: { ...changed.candle, volume: changed.candle.volume + 0.001 } };
    const after = chainOf(replayed(inputs));
    expect(after.slice(0, place)).toEqual(before.slice(0, place));
    for (let index = place; index < after.length; index++) expect(after[index]).not.toBe(before[index]);
  });
});

describe('inputs of the same order', () => {
  it('give the same hash one by one, in bursts, and with other work in between', async () => {
    const inputs = journaled(recordBusy()).slice(0, 400);
    const engines = ['one by one', 'bursts', 'other work'].map(() => new Engine(sha256));
    const steps: Step[][] = engines.map(() => []);
    const take = (which: number, input: EngineInput): void => {
      steps[which]!.push({ input, result: engines[which]!.step(input) });
    };
    for (const input of inputs) {
      take(0, input);
      await Promise.resolve();
    }
    const queue: EngineInput[] = [];
    for (const [index, input] of inputs.entries()) {
      queue.push(input);
      if (index % 7 < 5 && index < inputs.length - 1) continue;
      await new Promise<void>((done) => {
        setImmediate(done);
      });
      for (const waiting of queue.splice(0)) take(1, waiting);
    }
    const others: Promise<void>[] = [];
    for (const input of inputs) {
      take(2, input);
      others.push(Promise.resolve().then(() => void engines[2]!.core.portfolio.equity.toString()));
      if (others.length % 11 === 0) await Promise.all(others);
    }
    const [one, bursts, other] = steps.map((each) => chainOf(each));
    expect(bursts).toEqual(one);
    expect(other).toEqual(one);
    expect(new Set(engines.map((engine) => engine.stateHash())).size).toBe(1);
  });
});
