// kill -9 at any moment costs nothing: killed and started again and again, both sides tell the same story to the last decimal.
import { describe, expect, it } from 'vitest';
import { createRng, type Rng } from '../../src/main/engine/kernel/rng.ts';
import { BothSides } from '../builders/bothSides.ts';
import { RunningChild } from '../builders/runningChild.ts';
import { busyFolder } from '../fixtures/busyFolder.ts';
import { runCli } from '../integration/runCli.ts';

const BAD_DAY =
  'badDay: { isOn: true, feedLossEveryMinutes: 15, silenceEveryMinutes: 20, rejectChance: 0.1, unknownChance: 0.1 }\n';

interface Case {
  readonly kills: number;
  readonly seed: string;
  /** Further lines of config.yaml. */
  readonly config: string;
}

/** Some during start-up, the others while it trades: right after something was written, or said. */
function comeToAMoment(child: RunningChild, dataDir: string, rng: Rng): Promise<void> {
  const [kind, place] = [rng.next(), rng.next()];
  if (kind < 0.3) return child.untilWrites(dataDir, 1 + Math.floor(place * 25));
  if (kind < 0.8) return child.untilWrites(dataDir, Math.floor(30 * 40 ** place));
  return child.until(() => child.lines > place * 30);
}

describe('kill -9', () => {
  it.each<Case>([
    { kills: 20, seed: 'good day', config: '' },
    { kills: 6, seed: 'bad day', config: BAD_DAY },
  ])(
    'costs nothing: $kills times on a $seed',
    async ({ kills, seed, config }) => {
      const dataDir = busyFolder(config);
      const rng = createRng(seed);
      const sides = new BothSides(dataDir);
      for (let kill = 0; kill < kills; kill++) {
        const child = new RunningChild(['--data-dir', dataDir, 'run']);
        await comeToAMoment(child, dataDir, rng);
        await child.kill();
        await sides.look();
      }
      // Even a bad day is over at last. Until it ends with a position, which has to be protected.
      do {
        const last = new RunningChild(['--data-dir', dataDir, '--setting', 'badDay.isOn=false', 'run']);
        await last.until(() => last.lines > 40);
        last.signal('SIGINT');
        expect(await last.ended).toMatchObject({ code: 0 });
        await sides.look();
      } while (sides.fills.size < 50 || sides.view?.positions.length === 0);
      sides.expectAgreement();
      const verified = await runCli(['--data-dir', dataDir, '--json', 'replay', '--verify']);
      expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true, from: 0, firstDifference: null });
    },
    240_000,
  );
});
