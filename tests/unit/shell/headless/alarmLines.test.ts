// What the terminal says of differences with the exchange.
import { describe, expect, it } from 'vitest';
import { alarmsOf } from '../../../../src/main/shell/headless/alarmLines.ts';
import { toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { anEngineStatus } from '../../../builders/engineStatus.ts';

const saidOf = (differences: number): readonly string[] => {
  const { feed } = anEngineStatus();
  const reconcilingSymbols = [toSymbolId('BTC/USDT')];
  return alarmsOf(anEngineStatus({ feed: { ...feed, reconcilingSymbols, differences } })).map(({ text }) => text);
};

describe('an account that differs', () => {
  it.each([
    [1, '1 DIFFERENCE WITH THE EXCHANGE: no entry there until settled: foredeck reconciliation'],
    [2, '2 DIFFERENCES WITH THE EXCHANGE: no entry there until settled: foredeck reconciliation'],
  ])('is an alarm that names the way out: %i', (differences, text) => {
    expect(saidOf(differences)).toEqual([text]);
  });

  it('is being compared while nothing waits for the trader', () => {
    expect(saidOf(0)).toEqual([expect.stringMatching(/^RECONCILING: orders and positions of BTC\/USDT are compared/)]);
  });
});
