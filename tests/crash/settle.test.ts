// Somebody else uses the account while the program is killed right after the trader has settled something: what was answered is
// kept, what was not waits again, and the journal is replayed to the last byte.
import { expect, it } from 'vitest';
import type { DifferenceRow } from '../../src/shared/contract/records/reconciliation.ts';
import { callControl } from '../../src/main/app/instance/callControl.ts';
import { toStrategyId } from '../../src/shared/domain/ids.ts';
import { createRng } from '../../src/main/engine/kernel/rng.ts';
import { busyFolder } from '../fixtures/busyFolder.ts';
import { RunningChild } from '../builders/runningChild.ts';
import { runCli } from '../integration/runCli.ts';

const STRANGERS =
  'badDay: { isOn: true, strangerEveryMinutes: 2, feedLossEveryMinutes: null, silenceEveryMinutes: null, lateChance: 0 }\n';
const KILLS = 4;

const inboxOf = async (dataDir: string): Promise<readonly DifferenceRow[]> =>
  (await callControl(dataDir, { method: 'inbox' }).catch(() => undefined))?.items ?? [];

/** Until something waits; what it is. */
async function untilWaits(child: RunningChild, dataDir: string): Promise<readonly DifferenceRow[]> {
  for (;;) {
    const waiting = (await inboxOf(dataDir)).filter(({ isIgnored }) => !isIgnored);
    if (waiting.length > 0) return waiting;
    await child.untilWrites(dataDir, 20);
  }
}

/** As it is listed once it is ignored. */
const ignoredId = ({ id, kind, symbol = '' }: DifferenceRow): string =>
  kind === 'order' ? id : kind === 'balance' ? kind : `position:${symbol}`;

it('kill -9 after an answer loses nothing of it', async () => {
  const dataDir = busyFolder(STRANGERS);
  const rng = createRng('settle');
  const start = (): RunningChild =>
    new RunningChild(['--data-dir', dataDir, '--setting', 'simulator.speed=600', 'run']);
  const ignored = new Set<string>();
  for (let kill = 0; kill < KILLS; kill++) {
    const child = start();
    for (let isAccepted = false; !isAccepted;) {
      // It may change between the look and the answer.
      const items = await untilWaits(child, dataDir);
      const item = items[Math.floor(rng.next() * items.length)]!;
      const { action } = item.actions[kill % 2 === 0 ? item.actions.length - 1 : 0]!;
      const choice = { id: item.id, action, strategy: item.strategies.map(toStrategyId)[0], reason: 'test' };
      ({ isAccepted } = await callControl(dataDir, { method: 'settle', ...choice }));
      if (isAccepted && action === 'ignore') ignored.add(ignoredId(item));
    }
    await child.kill();
  }
  expect(ignored.size).toBeGreaterThan(0);
  const last = start();
  await untilWaits(last, dataDir);
  const kept = (await inboxOf(dataDir)).flatMap(({ id, isIgnored }) => (isIgnored ? [id] : []));
  expect(kept).toEqual(expect.arrayContaining([...ignored]));
  last.signal('SIGINT');
  expect(await last.ended).toMatchObject({ code: 0 });
  const verified = await runCli(['--data-dir', dataDir, '--json', 'replay', '--verify']);
  expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true, firstDifference: null });
}, 120_000);
