import { expect, it } from 'vitest';
import { familyOf, listeningPorts } from './fixtures/listening.ts';
import { startProgram } from './fixtures/startWindow.ts';

const isLinux = process.platform === 'linux';
if (!isLinux) process.stderr.write('Skipped: which sockets a process listens on is looked up as Linux tells it.\n');

it.skipIf(!isLinux)('neither the program nor the browser listens on any port', async () => {
  const { child } = startProgram({ isDriven: false });
  await child.notes('The window is open');
  expect(familyOf(child.pid).length).toBeGreaterThan(3);
  expect(listeningPorts(child.pid)).toEqual([]);
});

it.skipIf(!isLinux)('but for these tests, when they drive the window', async () => {
  const { child } = startProgram();
  await child.notes('The window is open');
  expect(listeningPorts(child.pid).length).toBe(1);
});
