import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { frame } from '../../../../src/main/shell/headless/frame.ts';
import { lineText } from '../../../../src/main/shell/headless/line.ts';
import type { EngineStatus } from '../../../../src/shared/domain/engineStatus.ts';
import { toConnectionId, toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { Decimal } from '../../../../src/shared/money.ts';
import { HOUR_MS } from '../../../../src/shared/time.ts';
import { aDoubtfulConsensus, aMixedConsensus } from '../../../builders/votes.ts';
import { aBusyStatus, aMarketStatus, anEngineStatus, NOON } from '../../../builders/engineStatus.ts';

function drawn(statuses: readonly EngineStatus[], columns: number, rows: number): string {
  return `${frame(statuses, { columns, rows })
    .map((line) => lineText(line, false))
    .join('\n')}\n`;
}

const safeMode: Partial<EngineStatus> = {
  ...{ state: 'safeMode', isSafeMode: true, tradingState: 'HALTED' },
  stateChange: {
    ...{ from: 'ACTIVE', to: 'HALTED', at: toEpochMs(NOON - HOUR_MS), cause: 'safeMode' },
    reason: 'the same input faulted twice: expected a candle, found nothing',
  },
};

describe('frame', () => {
  it.each([
    [80, 24],
    [120, 40],
    [200, 60],
  ])('fills %d x %d', async (columns, rows) => {
    await expect(drawn([aBusyStatus()], columns, rows)).toMatchFileSnapshot(
      `goldens/busy${String(columns)}x${String(rows)}.txt`,
    );
  });

  it('says in each section why it is empty', async () => {
    await expect(drawn([anEngineStatus()], 100, 24)).toMatchFileSnapshot('goldens/empty100x24.txt');
  });

  it.each([
    [80, 24],
    [140, 50],
  ])('shows what the models say, and why nothing is done about it, in %d x %d', async (columns, rows) => {
    const consensus = [aMixedConsensus(), aDoubtfulConsensus()];
    await expect(drawn([aBusyStatus({ consensus })], columns, rows)).toMatchFileSnapshot(
      `goldens/models${String(columns)}x${String(rows)}.txt`,
    );
  });

  it('says loudly what is wrong and what to do', async () => {
    const feed = { ...anEngineStatus().feed, isConnected: false, isReconciling: true, detail: 'nothing came for 90 s' };
    const status = aBusyStatus({ ...safeMode, feed, notice: 'A bad day is rehearsed.' });
    await expect(drawn([status], 120, 24)).toMatchFileSnapshot('goldens/safeMode120x24.txt');
  });

  it('shows the first connection in full and each other one in a line, with its alarms', () => {
    const other = anEngineStatus({ connection: toConnectionId('replay'), isSimulated: false, ...safeMode });
    const lines = drawn([aBusyStatus(), other], 120, 40).split('\n');
    expect(lines[4]).toBe('replay  PAPER   safe mode   HALTED   equity 10,000.00 USDT   day 0.00   0 positions');
    expect(lines[5]).toMatch(/^! replay: SAFE MODE: the same input faulted twice/);
  });

  it('differs with colours by nothing but colours', () => {
    const lines = frame([aBusyStatus(safeMode)], { columns: 120, rows: 40 });
    const plain = lines.map((line) => lineText(line, false));
    const coloured = lines.map((line) => lineText(line, true));
    expect(coloured.join('')).toContain('\x1b[');
    expect(coloured.map((line) => stripVTControlCharacters(line).trimEnd())).toEqual(plain);
  });

  it.each([
    [{ isSimulated: true, mode: 'paper' }, ' SIMULATED PAPER '],
    [{ isSimulated: false, mode: 'paper' }, ' PAPER '],
    [{ isSimulated: false, mode: 'live', isLive: true }, ' LIVE '],
    [{ isSimulated: false, mode: 'live', isLive: false }, ' LIVE · OFF '],
    [{ isSimulated: true, mode: 'live', isLive: true }, ' LIVE REHEARSAL · SIMULATED '],
  ] as const)('says of %j%s', (changes, words) => {
    expect(drawn([anEngineStatus(changes)], 80, 24).split('\n')[0]).toContain(`Foredeck  ${words}  simulator`);
  });

  it.each([
    [
      { state: 'failed', detail: 'foredeck.db is newer than this program', at: toEpochMs(0) },
      'FAILED: foredeck.db is newer',
    ],
    [{ state: 'restarting', detail: 'the disk is full' }, 'RESTARTING: the disk is full. It is tried again by itself.'],
    [safeMode, 'foredeck resume --reason'],
    [
      {
        tradingState: 'REDUCING',
        stateChange: {
          ...{
            from: 'ACTIVE',
            to: 'REDUCING',
            at: toEpochMs(NOON),
            cause: 'DAILY_LOSS',
            reason: '-5.1 % since midnight',
          },
          until: toEpochMs(Date.UTC(2026, 2, 5)),
        },
      },
      'REDUCING since 2026-03-04 12:34 UTC by DAILY_LOSS: -5.1 % since midnight. Only exits are sent. Ends 2026-03-05 00:00 UTC',
    ],
    [
      {
        locks: [
          {
            ...{ id: 1, code: 'CONSECUTIVE_LOSSES', from: toEpochMs(NOON), until: toEpochMs(NOON + HOUR_MS) },
            reason: '5 losing trades in a row',
          },
        ],
      },
      'LOCKED all entries until 2026-03-04 13:34 UTC by CONSECUTIVE_LOSSES: 5 losing trades in a row.',
    ],
  ] as readonly [Partial<EngineStatus>, string][])('raises an alarm for %j', (changes, words) => {
    expect(drawn([anEngineStatus(changes)], 200, 30)).toContain(words);
  });

  it('leaves out nothing silently: how many markets there are, those first that are held or broken', () => {
    const markets = Array.from({ length: 50 }, (_, index) =>
      aMarketStatus({
        symbol: `C${String(index)}/USDT` as never,
        staleReason: index === 49 ? 'no candle yet' : undefined,
      }),
    );
    const text = drawn([anEngineStatus({ markets })], 120, 24);
    expect(text).toMatch(/MARKETS \d+ of 50/);
    expect(text).toMatch(/C49\/USDT .*!STALE .*no candle yet/);
  });

  it('writes no equity for an engine that has not begun', () => {
    const status = anEngineStatus({ state: 'starting', at: toEpochMs(0), equity: Decimal.ZERO });
    expect(drawn([status], 80, 24).split('\n')[2]).toBe('equity –');
  });
});
