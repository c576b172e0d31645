// Journal steps with a chain of sound hashes; their texts are as an engine's, their content does not matter.
import { hash as digest } from 'node:crypto';
import type { JournalCommit, JournalHead, JournalSnapshot, JournalStep } from '../../src/main/store/ports/journal.ts';
import { type ConnectionId, toConnectionId, toEpochMs } from '../../src/shared/domain/ids.ts';
import { START } from './aCandle.ts';

export const CONNECTION = toConnectionId('simulator');

/** The `count` steps after `head`, a second apart; every third one has events and effects. */
export function stepsAfter(head: JournalHead, count: number, pad = ''): readonly JournalStep[] {
  let { seq, hash } = head;
  return Array.from({ length: count }, () => {
    seq += 1;
    const at = toEpochMs(START + seq * 1000);
    hash = digest('sha256', `${hash}${seq}`);
    const isBusy = seq % 3 === 0;
    return {
      ...{ seq, at, hash, input: `{"at":${at},"kind":"timer","note":"ü \\t \\n${pad}"}` },
      events: isBusy ? `[{"kind":"flattened","requestedAt":${at},"tookMs":1}]` : '[]',
      effects: isBusy ? `[{"at":${at},"kind":"armTimer"}]` : '[]',
    };
  });
}

/** A commit of nothing but `steps`. */
export const aCommit = (steps: readonly JournalStep[], part: Partial<JournalCommit> = {}): JournalCommit => ({
  ...{ connection: CONNECTION, steps, happened: [], isDurable: false },
  ...part,
});

export function aSnapshot(
  { seq, hash }: JournalHead,
  connection: ConnectionId = CONNECTION,
  state = `{"seq":${seq}}`,
): JournalSnapshot {
  const at = toEpochMs(START + seq * 1000);
  return { connection, seq, at, hash, state, stateHash: digest('sha256', state) };
}
