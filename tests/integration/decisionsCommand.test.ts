// `decisions` on a prepared foredeck.db: why, and why not.
import { describe, expect, it } from 'vitest';
import { type DecisionFlags, showDecisions } from '../../src/main/cli/decisions/showDecisions.ts';
import type { StepResult } from '../../src/main/engine/kernel/engine.ts';
import { openForedeckStore } from '../../src/main/store/foredeckStore.ts';
import { type EpochMs, toConnectionId, toEpochMs, toStrategyId } from '../../src/shared/domain/ids.ts';
import type { Condition, StrategyDefinition } from '../../src/shared/domain/strategy.ts';
import { closeTimeAt } from '../builders/aDecisionRecord.ts';
import { aNumber, anSma, aStrategy, theClose } from '../builders/aStrategy.ts';
import { aCommandContext } from '../builders/commandContext.ts';
import { EngineRun, SPOT } from '../builders/engineRun.ts';
import { dec } from '../builders/risk.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { runCli } from './runCli.ts';

const isBelow = (price: number): Condition => ({ kind: 'below', left: theClose(), right: aNumber(price) });
const isRising: Condition = { kind: 'rising', value: theClose(), candles: 1 };
const CLOSES = [105, 104, 103, 99, 98];

/** Buys dips that turn; the other one waits for a crossing either way. */
const STRATEGIES: readonly StrategyDefinition[] = [
  aStrategy({
    ...{ id: toStrategyId('dips'), sizing: { kind: 'fixedQty', qty: dec(1) } },
    entry: { long: { kind: 'all', of: [isBelow(100), { kind: 'not', of: isRising }] } },
    gates: { ...aStrategy().gates, minDataQuality: 0.5 },
  }),
  aStrategy({
    ...{ id: toStrategyId('crosses'), sides: ['long', 'short'] },
    entry: { long: { kind: 'crossesAbove', left: anSma(2), right: anSma(4) }, short: isBelow(90) },
  }),
];

/** A data folder after five candles, the last but one of which was bought; and the times of their closes. */
function aDataFolder(): string {
  const run = new EngineRun({
    connection: toConnectionId('simulator'),
    strategies: STRATEGIES,
    recordsDecisions: true,
  });
  const results: (readonly [EpochMs, StepResult])[] = [[run.now, { events: [...run.events], effects: [] }]];
  for (const [index, close] of CLOSES.entries()) {
    const result = run.candle(index, { open: close, high: close, low: close, close });
    results.push([run.now, result]);
  }
  const dataDir = tempFolder();
  const store = openForedeckStore(dataDir, { clock: { now: () => closeTimeAt(4) } });
  const steps = results.map(([at], place) => ({
    ...{ seq: place + 1, at, input: '{}', events: '[]', effects: '[]', hash: `hash ${String(place)}` },
  }));
  const happened = results.map(([at, { events }], place) => ({ seq: place + 1, at, events }));
  store.journal.commit({ connection: toConnectionId('simulator'), steps, happened, isDurable: true });
  store.close();
  return dataDir;
}

describe('decisions', () => {
  const show = (flags: DecisionFlags, dataDir = aDataFolder()) => {
    const { context, answers } = aCommandContext({ dataDir });
    const outcome = showDecisions(flags, context);
    const [{ value, text } = { value: undefined, text: '' }] = answers;
    return { outcome, text: `${text}\n`, json: JSON.parse(JSON.stringify(value)) as { decisions: readonly object[] } };
  };

  it('say of a candle what stopped each strategy, since when and how far away it was', () => {
    expect(show({ symbol: SPOT.symbol, at: toEpochMs(closeTimeAt(2) + 60_000) }).text).toMatchInlineSnapshot(`
      "crosses in BTC/USDT on SIMULATED simulator: 15m candle closed at 2024-01-01T00:45:00Z
        asked: to enter, as nothing was held
        long
          ? sma_2 crosses above sma_4   [sma_2 103.5, before 104.5 | sma_4 no value yet, before no value yet]
        short
          ✗ close is below 90   [close 103 | 90]
        stopped by: enter short: close is below 90: close (103) is 14.44 % above 90
          since: 2024-01-01T00:15:00Z or earlier (30 min; the records begin there)
          how far: close (103) is 14.44 % above 90
        stopped by: enter long: sma_2 crosses above sma_4: sma_4 has no value yet
          since: 2024-01-01T00:15:00Z or earlier (30 min; the records begin there)
          how far: sma_4 has no value yet

      dips in BTC/USDT on SIMULATED simulator: 15m candle closed at 2024-01-01T00:45:00Z
        asked: to enter, as nothing was held
        long
          ✗ all
            ✗ close is below 100   [close 103 | 100]
            ✓ not
              ✗ close is rising over 1 candle   [close 103, before 104]
        stopped by: enter long: close is below 100: close (103) is 3.00 % above 100
          since: 2024-01-01T00:15:00Z or earlier (30 min; the records begin there)
          how far: close (103) is 3.00 % above 100
      "
    `);
  });

  it('show the order of a signal, with every gate, the size and every limit', () => {
    expect(show({ symbol: SPOT.symbol, at: closeTimeAt(3), strategy: 'dips' }).text).toMatchInlineSnapshot(`
      "dips in BTC/USDT on SIMULATED simulator: 15m candle closed at 2024-01-01T01:00:00Z
        asked: to enter, as nothing was held
        long
          ✓ all
            ✓ close is below 100   [close 99 | 100]
            ✓ not
              ✗ close is rising over 1 candle   [close 99, before 103]
        ordered: buy 1 BTC/USDT at the market
          fdxbbis6iehy5ihp3wnp6w: buy 1 market, submitting
        signal: entry long, strength 1: ordered, buy 1 BTC/USDT at the market
          ✓ gate dataQuality: 1, at least 0.5 wanted
          size 1: fixedQty asks for 1
          ✓ risk limits passed: SAFE_MODE TRADING_HALTED TRADING_REDUCING CONNECTION_DISABLED LIVE_NOT_ALLOWED RECONCILING INSTRUMENT_UNKNOWN INSTRUMENT_INACTIVE UNSUPPORTED_ORDER_TYPE PRICE_OFF_GRID REDUCE_ONLY_INCREASES DATA_STALE DATA_GAP CLOCK_SKEW PRICE_COLLAR QTY_BELOW_MIN QTY_ABOVE_MAX NOTIONAL_BELOW_MIN NOTIONAL_ABOVE_MAX MAX_POSITIONS EXPOSURE_SYMBOL EXPOSURE_TOTAL LEVERAGE MARGIN_INSUFFICIENT BALANCE_INSUFFICIENT ORDER_RATE DUPLICATE_INTENT DAILY_LOSS DRAWDOWN CONSECUTIVE_LOSSES LOCK_COOLDOWN LOCK_STOPLOSS_GUARD LOCK_LOW_PROFIT LOCK_MANUAL
      "
    `);
  });

  it('list the newest look of every strategy where nothing is asked for', () => {
    expect(show({}).text).toMatchInlineSnapshot(`
      "connection           strategy  symbol    candle closed         stopped by                                 since                                                           how far
      SIMULATED simulator  crosses   BTC/USDT  2024-01-01T01:15:00Z  enter long: sma_2 crosses above sma_4      2024-01-01T00:15:00Z or earlier (1 h; the records begin there)  sma_2 (98.5) is 2.48 % below sma_4 (101)
      SIMULATED simulator  dips      BTC/USDT  2024-01-01T01:15:00Z  waiting: the order to buy 1 is submitting  2024-01-01T01:15:00Z (this candle)
      "
    `);
  });

  it('tell programs the same', () => {
    const { json } = show({ symbol: SPOT.symbol, at: closeTimeAt(3) });
    expect(json).toMatchObject({ symbol: 'BTC/USDT', at: closeTimeAt(3) });
    expect(json.decisions).toMatchObject([
      {
        ...{ connection: 'simulator', simulated: true, strategy: 'crosses', asked: 'entry', stage: 'conditions' },
        ...{ closeTime: closeTimeAt(3), side: 'short', stoppedBy: 'close is below 90: close (99) is 10.00 % above 90' },
        ...{ since: closeTimeAt(0), isSinceWhole: false, distance: [{ difference: 9, percent: 10 }] },
        evidence: [
          { side: 'long', result: null },
          { side: 'short', result: false },
        ],
        otherSide: { side: 'long', distance: [{ text: 'sma_4 had no value before', percent: null }] },
      },
      {
        ...{ strategy: 'dips', stage: 'ordered', stoppedBy: null, since: null, distance: [], otherSide: null },
        signals: [
          {
            ...{ action: 'entry', outcome: 'ordered', sizing: { qty: '1', detail: 'fixedQty asks for 1' } },
            gates: [{ gate: 'dataQuality', allow: true }],
          },
        ],
        orders: [{ side: 'buy', qty: '1' }],
      },
    ]);
  });

  it.each<readonly [DecisionFlags, RegExp]>([
    [
      { symbol: SPOT.symbol, at: toEpochMs(closeTimeAt(0) - 1) },
      /^No decision of any strategy in BTC\/USDT .* nor for an earlier one; records are kept for 30 days/,
    ],
    [
      { at: closeTimeAt(5), strategy: 'dips' },
      /^No decision of dips .* nothing was decided then .* The last look before was that of dips at 2024-01-01T01:15:00Z/,
    ],
    [{ strategy: 'nobody' }, /^No decision of nobody is recorded; there are decisions in BTC\/USDT\.$/m],
    [
      { symbol: 'ETH/USDT' as never, connection: 'replay', at: closeTimeAt(0) },
      /^No decision of any strategy in ETH\/USDT on replay is recorded/,
    ],
  ])('say why there is none for %j', (flags, sentence) => {
    const { outcome, text, json } = show(flags);
    expect(outcome).toBe(1);
    expect(text).toMatch(sentence);
    expect(json).toEqual({ symbol: flags.symbol ?? null, at: flags.at ?? null, decisions: [], reason: text.trim() });
  });

  it('say so before anything was recorded', () => {
    const { outcome, text } = show({}, tempFolder());
    expect([outcome, text]).toEqual([1, 'No decision has been recorded yet; "foredeck run" records them.\n']);
  });

  it('is a command of the terminal', async () => {
    const args = ['--data-dir', aDataFolder(), '--json', 'decisions', '--symbol', 'BTC/USDT', '--strategy', 'dips'];
    const at = ['--at', new Date(closeTimeAt(2)).toISOString()];
    const { code, stdout, stderr } = await runCli([...args, ...at]);
    expect([code, stderr]).toEqual([0, '']);
    expect((JSON.parse(stdout) as { decisions: unknown }).decisions).toMatchObject([
      { strategy: 'dips', stoppedBy: 'close is below 100: close (103) is 3.00 % above 100' },
    ]);
  });
});
