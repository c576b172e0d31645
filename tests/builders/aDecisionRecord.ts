// A decision record of the strategy `test` whose entry conditions did not hold.
import type { DecisionRecord } from '../../src/shared/domain/decisionRecord.ts';
import { toEpochMs, toStrategyId, toSymbolId } from '../../src/shared/domain/ids.ts';
import { MINUTE_MS } from '../../src/shared/time.ts';
import { START } from './aCandle.ts';

export const closeTimeAt = (index: number) => toEpochMs(START + (index + 1) * 15 * MINUTE_MS);

export const aDecisionRecord = (part: Partial<DecisionRecord> = {}): DecisionRecord => ({
  ...{ strategy: toStrategyId('test'), symbol: toSymbolId('BTC/USDT'), timeframe: '15m', closeTime: closeTimeAt(0) },
  ...{ definition: 'd1', asked: 'entry', values: [], results: '', stage: 'conditions', detail: '' },
  ...part,
});
