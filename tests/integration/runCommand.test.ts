// `foredeck run` as a child process: how it ends, what it says, and who may speak to it meanwhile.
import { describe, expect, it } from 'vitest';
import type { EngineStatus } from '../../src/shared/domain/engineStatus.ts';
import { RunningChild } from '../builders/runningChild.ts';
import { busyFolder } from '../fixtures/busyFolder.ts';
import { runCli } from './runCli.ts';

const run = (dataDir: string, ...args: readonly string[]): RunningChild =>
  new RunningChild(['--data-dir', dataDir, ...args]);
const cli = (dataDir: string, ...args: readonly string[]) => runCli(['--data-dir', dataDir, ...args]);

/** Ms until it ends once it gets the signal, and how it ends. */
async function endedBy(child: RunningChild, signal: NodeJS.Signals) {
  const startedAt = performance.now();
  child.signal(signal);
  const { code, stdout, stderr } = await child.ended;
  return { code, stdout, stderr, ms: performance.now() - startedAt };
}

const stepsIn = (stdout: string): number => Number(/^Journal +([\d,]+) steps$/m.exec(stdout)?.[1]?.replaceAll(',', ''));

describe('run', () => {
  it('ends by itself after --duration, and with --json says it all in one document', async () => {
    const { code, stdout, stderr } = await run(busyFolder(), '--json', 'run', '--duration', '1s').ended;
    expect(code).toBe(0);
    const { connections } = JSON.parse(stdout) as { readonly connections: readonly EngineStatus[] };
    expect(connections).toMatchObject([
      { connection: 'simulator', isSimulated: true, mode: 'paper', state: 'stopped' },
    ]);
    expect(connections[0]?.journal.steps).toBeGreaterThan(2 * 1440);
    expect(stderr).toContain('simulator engine   running');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops in order on %s; positions are kept, and taken up again',
    async (signal) => {
      const dataDir = busyFolder();
      const first = run(dataDir, 'run');
      await first.until(() => first.lines > 30);
      const { code, stdout, stderr, ms } = await endedBy(first, signal);
      // The bench holds it to two seconds; here others may need the machine.
      expect([code, ms < 10_000]).toEqual([0, true]);
      expect(stderr).toContain('Stopping; Ctrl+C again stops at once.');
      expect(stdout).toMatch(
        /^Open +(?:nothing|\d+ positions?, \d+ working orders?: kept, and taken up again at the next start)$/m,
      );
      const second = run(dataDir, 'run');
      await second.until(() => second.stdout.includes('engine   running'));
      const again = await endedBy(second, signal);
      expect(again.code).toBe(0);
      expect(stepsIn(again.stdout)).toBeGreaterThan(stepsIn(stdout));
    },
  );

  it('ends at once with 130 when it is told again; what npm passes on at the same time is not that', async () => {
    // Orders are so long on their way that a stop has to wait for them.
    const dataDir = busyFolder('paper: { latencyMs: 1000000000 }\n');
    const child = run(dataDir, 'run', '--speed', '25');
    await child.says(' ordered: ');
    const pressing = setInterval(() => child.signal('SIGINT'), 20);
    const { code, ms } = await endedBy(child, 'SIGINT');
    clearInterval(pressing);
    expect(code).toBe(130);
    expect([ms > 300, ms < 1500]).toEqual([true, true]);
    const { stdout } = await cli(dataDir, '--json', 'replay', '--verify');
    expect(JSON.parse(stdout)).toMatchObject({ identical: true });
  });

  it('holds its folder alone, and a killed one holds it no more', async () => {
    const dataDir = busyFolder();
    const holder = run(dataDir, 'run');
    await holder.says(' running');
    const second = await cli(dataDir, 'run');
    expect(second).toMatchObject({ code: 2, stdout: '' });
    expect(second.stderr).toMatch(
      new RegExp(
        `^foredeck: ${dataDir} is in use by Foredeck \\S+ \\(process ${String(holder.pid)}, headless, started \\S+\\); ` +
          'stop it, or use another folder with --data-dir\n$',
      ),
    );
    await holder.kill();
    expect((await cli(dataDir, 'run', '--duration', '1ms')).code).toBe(0);
  });

  it('obeys halt, resume and kill-switch, and shows what they did', async () => {
    const dataDir = busyFolder();
    const child = run(dataDir, 'run', '--speed', '600');
    await child.says(', stop loss of churn: open');
    expect(await cli(dataDir, 'halt', '--reason', 'news')).toMatchObject({ code: 0 });
    await child.says('Trading went from ACTIVE to HALTED: news.');
    expect(await cli(dataDir, 'resume', '--reason', 'news was harmless')).toMatchObject({ code: 0 });
    await child.says('Trading went from HALTED to ACTIVE: news was harmless.');
    const killed = await cli(dataDir, '--json', 'kill-switch', '--yes');
    expect(killed).toMatchObject({ code: 0 });
    expect(JSON.parse(killed.stdout)).toMatchObject({
      outcomes: [
        {
          isAccepted: true,
          tookMs: { canceled: expect.any(Number) as number, verified: expect.any(Number) as number },
        },
      ],
    });
    const [positions, orders, verified] = await Promise.all([
      cli(dataDir, '--json', 'positions'),
      cli(dataDir, '--json', 'orders', '--open'),
      cli(dataDir, '--json', 'replay', '--verify'),
    ]);
    expect([JSON.parse(positions.stdout), JSON.parse(orders.stdout)]).toEqual([{ positions: [] }, { orders: [] }]);
    expect(JSON.parse(verified.stdout)).toMatchObject({ identical: true });
    expect((await endedBy(child, 'SIGINT')).stdout).toMatch(/^Open +nothing$/m);
  });
});
