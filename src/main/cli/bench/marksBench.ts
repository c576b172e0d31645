// A mark for each of many open positions, through the whole host: taken, stepped, journaled, committed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { InvariantError } from '../../../shared/assert.ts';
import { toConnectionId, toEpochMs, toStrategyId, type SymbolId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { Decimal } from '../../../shared/money.ts';
import { SECOND_MS, timeframeMs } from '../../../shared/time.ts';
import { HASHES } from '../../app/hashes.ts';
import { EngineHost } from '../../app/host/engineHost.ts';
import { nodeWall } from '../../app/nodeWall.ts';
import { readStrategy } from '../../config/namedStrategy.ts';
import type { EngineConfig } from '../../engine/kernel/engineConfig.ts';
import { createRng } from '../../engine/kernel/rng.ts';
import { chainHash, encode } from '../../engine/kernel/canonical.ts';
import { Engine } from '../../engine/kernel/engine.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';
import { type ForedeckStore, openForedeckStore } from '../../store/foredeckStore.ts';
import type { Bench, BenchResult } from './bench.ts';
import { contractOf, contracts, engineConfig, FROM, limits } from './benchMarket.ts';
import { TimedEngine } from './timedEngine.ts';

const CONNECTION = toConnectionId('bench');
const OPEN = toEpochMs(FROM + timeframeMs('15m'));
const PRICE = 100;
const LIMITS = limits({ maxOpenPositions: 20_000, maxOrdersPer10s: 20_000 });
/** Marks before the measured ones: a live engine has long been compiled. */
const WARM_UP_MARKS = 100_000;

export const marksBenches: readonly Bench[] = [
  marksBench(500, 5, '8eecfa47be91758450b7dfe431bd9761c256e13748bcb27d54493045b8275deb'),
  marksBench(10_000, 60, '66197061f389515ec709f44658f99186466c81cc27a08d20d1d80a9a6af8da22'),
];

/** As many symbols, a position in each. */
function marksBench(count: number, targetMs: number, digest: string): Bench {
  return {
    name: `marks-${String(count)}`,
    title: `a mark for each of ${String(count)} open positions through the host, journaled`,
    target: { bound: 'atMost', value: targetMs, unit: 'ms' },
    digest,
    prepare: async ({ log }) => {
      const folder = await mkdtemp(join(tmpdir(), 'foredeck-bench-'));
      const symbols = contracts(count);
      const store = openForedeckStore(folder, { clock: nodeWall });
      takeUp(store, symbols);
      const host = new EngineHost({
        ...{ id: CONNECTION, journal: store.journal, hashes: HASHES, wall: nodeWall, log, rng: createRng('bench') },
        ...{ policy: { silenceMs: Infinity }, historyMs: 0, snapshotEverySteps: Infinity },
        config: configOf(symbols),
        openConnection: () => {
          throw new InvariantError('the marks come from the bench');
        },
        onFailure: (error) => {
          throw error;
        },
      });
      let second = 1;
      const round = (): BenchResult => measure(host, symbols, second++);
      for (let run = 0; run < WARM_UP_MARKS / count; run++) round();
      return {
        run: () => Promise.resolve(round()),
        close: async () => {
          store.close();
          await rm(folder, { recursive: true });
        },
      };
    },
  };
}

/** The time of one round, until its last mark is committed: their number is a multiple of a group. */
function measure(host: EngineHost, symbols: readonly SymbolId[], second: number): BenchResult {
  const marks = symbols.map((symbol): EngineInput => {
    const at = toEpochMs(OPEN + second * SECOND_MS);
    return { kind: 'mark', at, symbol, bid: PRICE - 0.01, ask: PRICE + 0.01, last: PRICE };
  });
  const { steps } = host.journaled;
  const startedAt = performance.now();
  for (const mark of marks) host.take(mark);
  const value = performance.now() - startedAt;
  const { equity, openCount } = host.core.portfolio;
  return { value, digest: HASHES.state(JSON.stringify([openCount, equity, host.journaled.steps - steps])) };
}

const configOf = (symbols: readonly SymbolId[]): EngineConfig => ({
  ...engineConfig({
    ...{ mode: 'paper', instruments: symbols.map(instrumentOf), strategies: [entersAtOnce(symbols)], risk: LIMITS },
    hasVenueProtection: false,
  }),
  connection: CONNECTION,
});

/** A coarse grid, so that every coin trades at one price. */
const instrumentOf = (symbol: SymbolId): Instrument => ({
  ...contractOf(symbol),
  ...{ tickSize: Decimal.of('0.01'), lotSize: Decimal.of('0.001'), minQty: Decimal.of('0.001') },
});

/** A journal whose engine holds a position, watched by stop and target, in every symbol. */
function takeUp(store: ForedeckStore, symbols: readonly SymbolId[]): void {
  const engine = new Engine(HASHES.state);
  const timed = new TimedEngine(engine);
  const input: EngineInput = { kind: 'config', at: FROM, config: configOf(symbols) };
  const amount = Decimal.of(1_000_000);
  timed.take([input, { kind: 'venue', at: FROM, report: { type: 'deposit', id: 'start', amount, reason: 'start' } }]);
  for (const symbol of symbols) {
    const candle = { symbol, timeframe: '15m', openTime: FROM, volume: 1e6 } as const;
    const prices = { open: PRICE, high: PRICE, low: PRICE, close: PRICE };
    timed.take([{ kind: 'candle', at: OPEN, candle: { ...candle, ...prices } }]);
  }
  const texts = { input: encode(input), events: '[]', effects: '[]' };
  const hash = chainHash(HASHES.chain, '', texts);
  const steps = [{ seq: 1, at: FROM, hash, ...texts }];
  store.journal.commit({ connection: CONNECTION, steps, happened: [], isDurable: false });
  const state = engine.snapshot();
  const stateHash = HASHES.state(state);
  store.journal.saveSnapshot({ connection: CONNECTION, seq: 1, at: OPEN, hash, state, stateHash });
}

const entersAtOnce = (symbols: readonly SymbolId[]): StrategyDefinition => ({
  ...readStrategy('sma-cross').definition,
  ...{ id: toStrategyId('bench'), symbols, sizing: { kind: 'percentEquity', pct: Decimal.of('0.001') } },
  entry: {
    long: { kind: 'above', left: { kind: 'price', field: 'close', offset: 0 }, right: { kind: 'constant', value: 0 } },
  },
  exit: {},
});
