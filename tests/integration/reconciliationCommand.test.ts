// `reconciliation` against an instance that answers here: what it lists, what it asks for, and its exit codes.
import { describe, expect, it } from 'vitest';
import type { Controllable, DifferenceChoice } from '../../src/main/app/control.ts';
import { toConnectionId } from '../../src/shared/domain/ids.ts';
import { toWire } from '../../src/main/ipc/toWire.ts';
import { servedInstance } from '../builders/servedInstance.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { runCli } from './runCli.ts';

const simulator = toConnectionId('simulator');
const BTC = 'BTC/USDT:USDT';
type Inbox = ReturnType<Controllable['inbox']>;

const POSITION: Inbox['items'][number] = {
  ...{ connection: simulator, id: `position:${BTC}:0:0.1`, kind: 'position', symbol: BTC, ours: '0', theirs: '0.1' },
  ...{ since: 1_767_225_600_000, isIgnored: false, price: '64000.5', strategies: ['trend', 'churn'] },
  text: `${BTC}: the venue holds 0.1, we 0.`,
  actions: [
    { action: 'assign', text: 'Books it.' },
    { action: 'ignore', text: 'It may differ.' },
  ],
};
const ORDER: Inbox['items'][number] = {
  ...{ connection: simulator, id: 'order:7', kind: 'order', symbol: BTC, venueOrderId: '7', since: 1_767_225_600_000 },
  ...{
    isIgnored: true,
    strategies: [],
    text: 'It is left alone.',
    actions: [{ action: 'restore', text: 'It counts.' }],
  },
};

/** The data folder of an instance with that inbox, and what it was asked to settle. */
async function anInstance(inbox: Partial<Inbox> = {}, isAccepted = true) {
  const asked: DifferenceChoice[] = [];
  const dataDir = await servedInstance({
    inbox: (connection) => ({
      items: (inbox.items ?? []).filter((item) => connection === undefined || item.connection === connection),
      comparing: inbox.comparing ?? [],
    }),
    settle: (choice) => {
      asked.push(choice);
      return { connection: simulator, isAccepted, detail: isAccepted ? 'settled' : 'it has changed' };
    },
  });
  return { dataDir, asked };
}

const run = (dataDir: string, ...args: readonly string[]): ReturnType<typeof runCli> =>
  runCli(['--data-dir', dataDir, ...args]);

describe('reconciliation', () => {
  it('lists what waits with what can be done, then what is ignored and what is compared', async () => {
    const comparing = [{ connection: simulator, symbol: BTC, text: 'It is compared.' }];
    const { dataDir } = await anInstance({ items: [POSITION, ORDER], comparing });
    expect(await run(dataDir, 'reconciliation')).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: [
        `position:${BTC}:0:0.1`,
        `  simulator, since 2026-01-01T00:00:00Z: ${BTC}: the venue holds 0.1, we 0.`,
        '  assign  Books it. One of: trend, churn.',
        '  ignore  It may differ.',
        'Ignored:',
        'order:7',
        '  simulator, since 2026-01-01T00:00:00Z: It is left alone.',
        '  restore It counts.',
        'simulator: being compared: It is compared.',
        '',
      ].join('\n'),
    });
    const listed = await run(dataDir, '--json', 'reconciliation', '--connection', 'simulator');
    expect(JSON.parse(listed.stdout)).toEqual({ items: [POSITION, ORDER], comparing });
  });

  it('says so where nothing waits', async () => {
    const { dataDir } = await anInstance();
    expect((await run(dataDir, 'reconciliation')).stdout).toBe('Nothing waits: the books agree with the exchange.\n');
  });

  it('settles one with strategy, price and reason', async () => {
    const { dataDir, asked } = await anInstance();
    const assign = ['--action', 'assign', '--strategy', 'trend', '--price', '64000.5', '--reason', 'bought by hand'];
    expect(await run(dataDir, 'reconciliation', 'resolve', POSITION.id, ...assign)).toEqual({
      ...{ code: 0, stdout: 'simulator: settled\n', stderr: '' },
    });
    expect(toWire(asked)).toMatchObject([
      { id: POSITION.id, action: 'assign', strategy: 'trend', price: '64000.5', reason: 'bought by hand' },
    ]);
    await run(
      dataDir,
      'reconciliation',
      'resolve',
      'order:7',
      '--connection',
      'simulator',
      ...assign.slice(0, 1),
      'restore',
      ...assign.slice(-2),
    );
    expect(asked[1]).toMatchObject({ connection: 'simulator', id: 'order:7', action: 'restore' });
  });

  it('answers 1 with the reason where it is refused', async () => {
    const { dataDir } = await anInstance({}, false);
    const resolve = ['resolve', 'order:7', '--action', 'flatten', '--reason', 'x'];
    expect(await run(dataDir, 'reconciliation', ...resolve)).toMatchObject({
      ...{ code: 1, stdout: 'simulator: refused: it has changed\n' },
    });
  });

  it.each<readonly [string, readonly string[], RegExp]>([
    ['without a reason', ['--action', 'ignore'], /required option '--reason <text>'/],
    ['without an action', ['--reason', 'x'], /required option '--action <what>'/],
    [
      'with another action',
      ['--action', 'forget', '--reason', 'x'],
      /Allowed choices are adopt, assign, flatten, ignore, restore/,
    ],
    ['with no price', ['--action', 'adopt', '--price', '0', '--reason', 'x'], /a price above zero such as 64000\.5/],
  ])('is wrong usage %s', async (_name, args, sentence) => {
    const refused = await run(tempFolder(), 'reconciliation', 'resolve', 'order:7', ...args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(sentence);
  });

  it('answers 2 where no Foredeck runs', async () => {
    const nobody = await run(tempFolder(), 'reconciliation');
    expect(nobody.code).toBe(2);
    expect(nobody.stderr).toMatch(/no running Foredeck/);
  });
});
