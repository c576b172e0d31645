import { expect, it } from 'vitest';
import { engineConfigOf, type PaperAccountPlan } from '../../../../src/main/app/plans/engineConfigOf.ts';
import { configSchema } from '../../../../src/shared/config/schema.ts';
import { toConnectionId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import { anInstrument } from '../../../builders/risk.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

const plan = (changes: Partial<PaperAccountPlan> = {}, config = configSchema.parse({})) =>
  engineConfigOf(
    config,
    {
      ...{ id: toConnectionId('simulator'), timeframe: '15m', strategies: [] },
      instruments: [anInstrument({ symbol: toSymbolId('BTC/USDT:USDT') })],
      ...changes,
    },
    { dataDir: tempFolder(), inForce: [] },
  );

it('trades every enabled strategy on the symbols that are there, a contract in place of its spot name', () => {
  const { config, remarks } = plan();
  expect(config.strategies.map(({ id, symbols }) => [id, ...symbols].join(' '))).toEqual(
    ['breakout', 'macd-trend', 'rsi-reversion', 'sma-cross'].map((id) => `${id} BTC/USDT:USDT`),
  );
  expect(remarks).toEqual([]);
  expect(config).toMatchObject({
    mode: 'paper',
    isLiveAllowed: false,
    recordsDecisions: true,
    hasVenueProtection: true,
  });
});

it('takes the named ones only, and knows no others', () => {
  expect(plan({ strategies: ['sma-cross'] }).config.strategies.map(({ id }) => id)).toEqual(['sma-cross']);
  expect(() => plan({ strategies: ['sma-cros'] })).toThrow(/found "sma-cros".*did you mean "sma-cross"/);
});

it('says which strategies cannot trade here, and why', () => {
  const elsewhere = plan({ instruments: [anInstrument({ symbol: toSymbolId('DOGE/USDT') })] });
  expect(elsewhere.config.strategies).toEqual([]);
  expect(elsewhere.remarks.join('\n')).toContain('strategy sma-cross trades');
  expect(plan({ timeframe: '4h' }).remarks.join('\n')).toMatch(
    /sma-cross needs 15m candles, which 4h candles cannot build/,
  );
});

it('computes the indications of the base timeframe and of the usual higher ones', () => {
  const sets = plan({}, configSchema.parse({ indications: { byTimeframe: { '4h': 'sma:200' } } })).config
    .indicationSets;
  expect(sets.map(({ timeframe, specs }) => [timeframe, specs.length])).toEqual([
    ['15m', 9],
    ['1h', 9],
    ['4h', 1],
    ['1d', 9],
  ]);
});
