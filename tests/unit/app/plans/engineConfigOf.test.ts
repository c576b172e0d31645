import { expect, it } from 'vitest';
import { engineConfigOf, type AccountPlan } from '../../../../src/main/app/plans/engineConfigOf.ts';
import { configSchema } from '../../../../src/shared/config/schema.ts';
import { toConnectionId, toModelId, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import type { ModelSpec } from '../../../../src/shared/domain/model.ts';
import { asTraded } from '../../../../src/main/config/namedStrategy.ts';
import { shippedStrategy } from '../../../builders/aStrategy.ts';
import { aModelSpec } from '../../../builders/models.ts';
import { anInstrument } from '../../../builders/risk.ts';
import { tempFolder } from '../../../fixtures/tempFolder.ts';

const plan = (changes: Partial<AccountPlan> = {}, config = configSchema.parse({}), models: readonly ModelSpec[] = []) =>
  engineConfigOf(
    config,
    {
      ...{ id: toConnectionId('simulator'), timeframe: '15m', strategies: [] },
      instruments: [anInstrument({ symbol: toSymbolId('BTC/USDT:USDT') })],
      ...changes,
    },
    { dataDir: tempFolder(), inForce: [], models },
  );

it('trades every enabled strategy on the symbols that are there, a contract in place of its spot name', () => {
  const { config, remarks } = plan();
  expect(config.strategies.map(({ id, symbols }) => [id, ...symbols].join(' '))).toEqual(
    ['breakout', 'macd-trend', 'ml-consensus', 'rsi-reversion', 'sma-cross'].map((id) => `${id} BTC/USDT:USDT`),
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

it('lets the models of a spot market speak for its contract too, where their candles can be built', () => {
  const models = [aModelSpec(), aModelSpec({ id: toModelId('m5'), timeframe: '5m' })];
  const both = ['BTC/USDT', 'BTC/USDT:USDT', 'ETH/USDT'].map((symbol) => anInstrument({ symbol: toSymbolId(symbol) }));
  const { config, remarks } = plan({ instruments: both }, undefined, models);
  expect(config.models?.map(({ id, symbol }) => `${id} ${symbol}`)).toEqual(['m15 BTC/USDT', 'm15 BTC/USDT:USDT']);
  expect(config.consensus).toMatchObject({ signalIntervalMs: 300_000, minConfidence: 0.55 });
  expect(remarks).toContain('model m5 needs 5m candles, which 15m candles cannot build');
  expect(plan({ instruments: both.slice(2) }, undefined, models).config.models).toBeUndefined();
});

it('trades the long side alone on spot of a strategy that knows both', () => {
  const spot = anInstrument({ symbol: toSymbolId('BTC/USDT'), kind: 'spot' });
  const contract = anInstrument({ symbol: toSymbolId('BTC/USDT:USDT') });
  const traded = (kind: typeof spot) => asTraded(shippedStrategy('breakout'), [{ ...kind, symbol: contract.symbol }])!;
  expect(traded(contract).sides).toEqual(['long', 'short']);
  const long = traded(spot);
  expect([long.sides, Object.keys(long.entry), Object.keys(long.exit)]).toEqual([['long'], ['long'], ['long']]);
});
