import { expect, it } from 'vitest';
import { HASHES } from '../../../../src/main/app/hashes.ts';
import { restoreEngine } from '../../../../src/main/app/host/restoreEngine.ts';
import { DAY_MS } from '../../../../src/shared/time.ts';
import { need } from '../../../../src/shared/assert.ts';
import { busyHost } from '../../../builders/busyHost.ts';
import { HostRun } from '../../../builders/hostRun.ts';

it('says that a snapshot is one for another version, which no other start can mend', async () => {
  const run = await HostRun.started(busyHost('version', 1));
  await run.pass(DAY_MS);
  await run.host.stop();
  const { host, journal } = run;
  const snapshot = need(journal.latestSnapshot(host.id), 'a snapshot');
  expect(restoreEngine(journal, host.id, HASHES).head.seq).toBe(snapshot.seq);
  const state = snapshot.state.replace(/"version":\d+/, '"version":0');
  journal.saveSnapshot({ ...snapshot, state, stateHash: HASHES.state(state) });
  const sentence = new RegExp(
    `cannot be taken up at step ${String(snapshot.seq)} \\(unreadable\\): the snapshot of .* is one for another version of ` +
      'Foredeck \\(expected a snapshot of version \\d+, found 0\\)\\. Nothing was changed; "foredeck replay --verify" checks it',
  );
  expect(() => restoreEngine(journal, host.id, HASHES)).toThrow(sentence);
  expect(() => run.successor()).toThrow(expect.objectContaining({ code: 'STORE', retryable: false }) as Error);
});
