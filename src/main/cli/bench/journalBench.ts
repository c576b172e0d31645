// Steps on their way to the disk: encoded, chained, committed on the real store.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { need } from '../../../shared/assert.ts';
import { toConnectionId, toEpochMs } from '../../../shared/domain/ids.ts';
import { Decimal } from '../../../shared/money.ts';
import { HASHES } from '../../app/hashes.ts';
import { StepJournal } from '../../app/host/stepJournal.ts';
import { nodeWall } from '../../app/nodeWall.ts';
import { Engine } from '../../engine/kernel/engine.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';
import { openForedeckStore } from '../../store/foredeckStore.ts';
import type { Bench, PreparedBench } from './bench.ts';
import { contractOf, contracts, engineConfig, FROM, limits } from './benchMarket.ts';

const SYMBOLS = contracts(5);
const ORDERS = 500;
const MARKS = 200_000;
const CONNECTION = toConnectionId('bench');

export const journalBenches: readonly Bench[] = [
  {
    name: 'journal-order',
    title: 'a step with an order effect, flushed to the disk: 99th percentile of 500',
    target: { bound: 'atMost', value: 5, unit: 'ms' },
    digest: 'eVblbCVi392K8tvjZx35p5CF52xqt-FK4T_jrlymJg4',
    prepare: () => prepared((journal) => journal.orders()),
  },
  {
    name: 'journal-group',
    title: 'steps through engine, chain and journal, committed in groups',
    target: { bound: 'atLeast', value: 50_000, unit: 'steps/s' },
    digest: 'EQ8T980oxazBMHO2mDvFjDc3KRjT67Q-hC_0GnCgFEI',
    prepare: () => prepared((journal) => journal.marks()),
  },
];

/** A new journal for every run. */
function prepared(measure: (journal: MeasuredJournal) => number): Promise<PreparedBench> {
  return Promise.resolve({
    run: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'foredeck-bench-'));
      const journal = new MeasuredJournal(folder);
      try {
        return { value: measure(journal), digest: journal.digest };
      } finally {
        journal.close();
        await rm(folder, { recursive: true });
      }
    },
  });
}

class MeasuredJournal {
  private readonly store;
  private readonly engine = new Engine(HASHES.state);
  private readonly steps: StepJournal;

  constructor(folder: string) {
    this.store = openForedeckStore(folder, { clock: nodeWall });
    this.steps = new StepJournal({
      ...{ connection: CONNECTION, writer: this.store.journal, head: { seq: 0, hash: '' }, sha256: HASHES.chain },
      ...{ wall: { ...nodeWall, after: () => () => undefined }, positions: () => [] },
      onFailure: (error) => {
        throw error;
      },
    });
    const risk = limits({
      maxOrdersPer10s: null,
      maxExposureTotalPct: null,
      maxExposurePerSymbolPct: null,
      maxLeverage: null,
    });
    const instruments = SYMBOLS.map(contractOf);
    this.take({
      kind: 'config',
      at: FROM,
      config: engineConfig({ mode: 'paper', instruments, strategies: [], risk, hasVenueProtection: true }),
    });
    this.take({
      kind: 'venue',
      at: FROM,
      report: { type: 'deposit', id: 'start', amount: Decimal.of(1e9), reason: 'start' },
    });
    for (const symbol of SYMBOLS) this.take(markOf(symbol, 0));
    this.steps.flush(false);
  }

  /** ms of the 99th percentile. */
  orders(): number {
    const durations = Array.from({ length: ORDERS }, (_, index) => {
      const startedAt = performance.now();
      this.take(orderOf(index));
      this.steps.flush(true);
      return performance.now() - startedAt;
    });
    return need(durations.sort((a, b) => a - b)[Math.ceil(0.99 * ORDERS) - 1], 'a duration');
  }

  /** Steps a second. */
  marks(): number {
    const inputs = Array.from({ length: MARKS }, (_, index) =>
      markOf(need(SYMBOLS[index % SYMBOLS.length], 'a symbol'), 1 + Math.floor(index / SYMBOLS.length)),
    );
    const startedAt = performance.now();
    for (const input of inputs) this.take(input);
    this.steps.flush(false);
    return MARKS / ((performance.now() - startedAt) / 1000);
  }

  /** Of the whole chain. */
  get digest(): string {
    return this.store.journal.head(CONNECTION).hash;
  }

  close(): void {
    this.store.close();
  }

  private take(input: EngineInput): void {
    this.steps.add(input, this.engine.step(input));
  }
}

function markOf(symbol: (typeof SYMBOLS)[number], second: number): EngineInput {
  const price = 100 + (second % 50) / 10;
  return { kind: 'mark', at: toEpochMs(FROM + 1000 * second), symbol, bid: price, ask: price + 0.1, last: price };
}

/** A limit order at a price of its own, so that none is a duplicate. */
const orderOf = (index: number): EngineInput => ({
  kind: 'command',
  at: toEpochMs(FROM + 1000 + index),
  command: {
    ...{ type: 'placeOrder', by: 'cli', reason: 'bench', exits: {} },
    order: {
      ...{ symbol: need(SYMBOLS[0], 'a symbol'), side: 'buy', type: 'limit', qty: Decimal.of(1) },
      ...{ limitPrice: Decimal.of(99).plus(Decimal.of('0.001').times(Decimal.of(index))), timeInForce: 'GTC' },
      ...{ reduceOnly: false, postOnly: false },
    },
  },
});
