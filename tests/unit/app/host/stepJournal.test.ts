import { expect, it } from 'vitest';
import { HASHES } from '../../../../src/main/app/hashes.ts';
import { StepJournal } from '../../../../src/main/app/host/stepJournal.ts';
import { chainHash, encode } from '../../../../src/main/engine/kernel/canonical.ts';
import type { EngineInput } from '../../../../src/main/engine/kernel/inputs.ts';
import type { Position } from '../../../../src/shared/domain/portfolio.ts';
import { toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { InvariantError } from '../../../../src/shared/assert.ts';
import { STILL_WALL } from '../../../builders/hostRun.ts';
import { CONNECTION } from '../../../builders/journalSteps.ts';
import { FakeWall } from '../../../fakes/fakeWall.ts';
import { MemoryJournal } from '../../../fakes/memoryJournal.ts';

const NOTHING = { events: [], effects: [] };
const timer = (at: number): EngineInput => ({ kind: 'timer', at: toEpochMs(at) });

function aJournal() {
  const writer = new MemoryJournal(STILL_WALL);
  const fake = new FakeWall();
  const failures: unknown[] = [];
  const steps = new StepJournal({
    ...{ connection: CONNECTION, writer, head: writer.head(CONNECTION), sha256: HASHES.chain },
    wall: { now: STILL_WALL.now, elapsedMs: () => fake.elapsedMs(), after: (ms, work) => fake.after(ms, work) },
    positions: (): readonly Position[] => [],
    onFailure: (error) => void failures.push(error),
  });
  const sizes = (): readonly number[] => writer.commits.map((commit) => commit.steps.length);
  return { writer, wall: fake, failures, steps, sizes };
}

it('commits a group 50 ms after its first step, a full one at once, and durably when asked', () => {
  const { wall, steps, sizes, writer } = aJournal();
  steps.add(timer(1), NOTHING);
  wall.pass(30);
  steps.add(timer(2), NOTHING);
  expect(sizes()).toEqual([]);
  wall.pass(20);
  expect(sizes()).toEqual([2]);
  for (let i = 0; i < 500; i++) steps.add(timer(3 + i), NOTHING);
  expect(sizes()).toEqual([2, 500]);
  steps.add(timer(2000), NOTHING);
  steps.flush(true);
  expect(writer.commits.map(({ isDurable }) => isDurable)).toEqual([false, false, true]);
  wall.pass(1000);
  expect(sizes()).toEqual([2, 500, 1]);
});

it('chains every step over the one before', () => {
  const { steps, writer } = aJournal();
  steps.add(timer(1), NOTHING);
  steps.add(timer(2), { events: [{ kind: 'flattened', requestedAt: toEpochMs(1), tookMs: 1 }], effects: [] });
  steps.flush(false);
  const [first, second] = [...writer.read(CONNECTION, 0)];
  expect(first?.hash).toBe(chainHash(HASHES.chain, '', { input: encode(timer(1)), events: '[]', effects: '[]' }));
  expect(second?.hash).toBe(
    chainHash(HASHES.chain, first?.hash ?? '', second ?? { input: '', events: '', effects: '' }),
  );
  expect(steps.head).toEqual({ seq: 2, hash: second?.hash });
  expect(writer.commits[0]?.happened.map(({ seq }) => seq)).toEqual([2]);
});

it('adds nothing of a step that cannot be written', () => {
  const { steps } = aJournal();
  const mark = { kind: 'mark', at: toEpochMs(1), symbol: 'X', bid: NaN, ask: 1, last: 1 } as unknown as EngineInput;
  expect(() => steps.add(mark, NOTHING)).toThrow(InvariantError);
  expect(steps.head.seq).toBe(0);
});

it('reports a group that could not be committed in time, and writes nothing once abandoned', () => {
  const { wall, steps, failures, writer, sizes } = aJournal();
  writer.failNext(new Error('the disk is full'));
  steps.add(timer(1), NOTHING);
  wall.pass(50);
  expect(failures).toEqual([new Error('the disk is full')]);
  steps.add(timer(2), NOTHING);
  steps.abandon();
  wall.pass(1000);
  expect(sizes()).toEqual([]);
});

it('keeps sentences with the next commit, and renews open positions once a second', () => {
  const { wall, steps, writer } = aJournal();
  steps.say({ at: toEpochMs(1), level: 'warning', text: 'a sentence' });
  for (let i = 0; i < 30; i++) {
    steps.add(timer(i), NOTHING);
    wall.pass(100);
  }
  expect(writer.commits[0]?.notices?.map(({ text }) => text)).toEqual(['a sentence']);
  expect(writer.commits.filter(({ marked }) => marked !== undefined)).toHaveLength(3);
});
