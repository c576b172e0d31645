// A disk that is really full: the program says so, waits, and goes on by itself when there is room again; nothing is lost.
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BothSides } from '../builders/bothSides.ts';
import { RunningChild } from '../builders/runningChild.ts';
import { busyFolder } from '../fixtures/busyFolder.ts';
import { mountedFolder } from '../fixtures/mountedFolder.ts';
import { runCli } from '../integration/runCli.ts';

const MEGABYTES = 48;
/** Enough for the history, not for much of what follows. */
const LEFT = 7;

it('a full disk stops trading until there is room again', { timeout: 60_000 }, async (context) => {
  const dataDir = busyFolder('', mountedFolder(context, MEGABYTES));
  const ballast = join(dataDir, 'ballast');
  writeFileSync(ballast, Buffer.alloc((MEGABYTES - LEFT) * 2 ** 20));
  const child = new RunningChild(['--data-dir', dataDir, 'run']);
  await child.says('the disk is full: free some space and try again');
  expect(statfsSync(dataDir).bavail * statfsSync(dataDir).bsize).toBeLessThan(2 ** 20);

  const full = child.stdout.length;
  rmSync(ballast);
  await child.until(() => child.stdout.slice(full).split(' fill ').length > 20);
  child.signal('SIGINT');
  expect(await child.ended).toMatchObject({ code: 0 });
  expect(child.stdout.slice(full)).not.toContain('FAILED');

  const sides = new BothSides(dataDir);
  await sides.look();
  sides.expectAgreement();
  const verified = await runCli(['--data-dir', dataDir, '--json', 'replay', '--verify']);
  expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true });
});
