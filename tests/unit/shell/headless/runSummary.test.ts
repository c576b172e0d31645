import { describe, expect, it } from 'vitest';
import { runSummary } from '../../../../src/main/shell/headless/runSummary.ts';
import { aBusyStatus, anEngineStatus } from '../../../builders/engineStatus.ts';

describe('runSummary', () => {
  it('says how it went, what is open and where to look next', () => {
    expect(runSummary([aBusyStatus({ state: 'stopped' })], 27 * 60_000)).toBe(
      [
        'Foredeck  SIMULATED PAPER  simulator  stopped',
        'Ran       27 min here, 1 d 3 h there: 2026-03-03 09:34 to 2026-03-04 12:34 UTC',
        'Equity    10,000.00 USDT to 10,123.46 USDT: +123.46 USDT (+1.23 %)',
        'Trades    12, 7 won (58.33 %), net +100.50 USDT, fees 12.35 USDT, funding -0.12 USDT',
        'Signals   34: 20 ordered, 12 refused (profitFactor 7, DAILY_LOSS 5)',
        'Open      2 positions, 2 working orders: kept, and taken up again at the next start',
        'Journal   123,456 steps',
        'Next      foredeck trades | foredeck decisions --symbol BTC/USDT:USDT | foredeck replay --verify',
      ].join('\n'),
    );
  });

  it('says why an engine could not run', () => {
    const text = runSummary([anEngineStatus({ state: 'failed', detail: 'the disk is full' })], 4000);
    expect(text).toContain('Ran       4s\n');
    expect(text).toContain('Note      FAILED: the disk is full. Nothing is traded here; mend that, then start again.');
  });
});
