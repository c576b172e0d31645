// What the tables tell is what the engine said: a busy session, journaled step by step, and single events by hand.
import { describe, expect, it, onTestFinished } from 'vitest';
import { encode, stepHash, stepTexts } from '../../../src/main/engine/kernel/canonical.ts';
import type { EngineEvent } from '../../../src/main/engine/kernel/events.ts';
import { type ForedeckStore, openForedeckStore } from '../../../src/main/store/foredeckStore.ts';
import type { JournalCommit } from '../../../src/main/store/ports/journal.ts';
import type { DecisionRecord } from '../../../src/shared/domain/decisionRecord.ts';
import { type EpochMs, toConnectionId, toEpochMs, toStrategyId, toSymbolId } from '../../../src/shared/domain/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/shared/time.ts';
import { START } from '../../builders/aCandle.ts';
import { sha256 } from '../../builders/engineRun.ts';
import { interference } from '../../builders/interference.ts';
import { CONNECTION } from '../../builders/journalSteps.ts';
import { dec } from '../../builders/risk.ts';
import { aSessionConfig, recordSession, sessionSeries } from '../../builders/session.ts';
import { aPosition, aTrade } from '../../builders/tradingRecords.ts';
import { aStrategy } from '../../builders/aStrategy.ts';
import { tempFolder } from '../../fixtures/tempFolder.ts';

const OTHER = toConnectionId('replay');

function open(): ForedeckStore {
  const store = openForedeckStore(tempFolder(), { clock: { now: () => START } });
  onTestFinished(() => store.close());
  return store;
}

/** Journals the events as one step and nothing else. */
function happen(
  { journal }: ForedeckStore,
  events: readonly EngineEvent[],
  { at = START, connection = CONNECTION, ...part }: Partial<JournalCommit> & { readonly at?: EpochMs } = {},
): void {
  const seq = journal.head(connection).seq + 1;
  const texts = { input: `{"at":${at},"kind":"timer"}`, events: '[]', effects: '[]' };
  const step = { seq, at, ...texts, hash: sha256(`${connection}${seq}`) };
  journal.commit({ connection, steps: [step], happened: [{ seq, at, events }], isDurable: false, ...part });
}

/** The fields of `events` of a kind. */
const told = <K extends EngineEvent['kind'], F extends keyof Extract<EngineEvent, { kind: K }>>(
  events: readonly EngineEvent[],
  kind: K,
  field: F,
): readonly Extract<EngineEvent, { kind: K }>[F][] =>
  events.flatMap((event) => (event.kind === kind ? [(event as Extract<EngineEvent, { kind: K }>)[field]] : []));

const withConnection = <T extends object>(records: readonly T[]): readonly T[] =>
  records.map((record) => ({ ...record, connection: CONNECTION }));
const newest = <T>(records: readonly T[], key: (record: T) => string): readonly T[] => [
  ...new Map(records.map((record) => [key(record), record])).values(),
];

describe('the tables of a session', () => {
  const config = aSessionConfig({ recordsDecisions: true });
  const { steps, engine } = recordSession({
    ...{ config, series: sessionSeries('trader', 200, config), extras: interference('trader', config) },
  });
  const events = steps.flatMap(({ result }) => result.events);

  function journaled(): ForedeckStore {
    const store = open();
    let hash = '';
    const texts = steps.map(({ input, result }, place) => {
      const step = { input, ...result };
      hash = stepHash(sha256, hash, step);
      return { seq: place + 1, at: input.at, hash, ...stepTexts(step) };
    });
    for (let from = 0; from < steps.length; from += 100) {
      const happened = steps.slice(from, from + 100).map(({ input, result }, place) => ({
        ...{ seq: from + place + 1, at: input.at, events: result.events },
      }));
      store.journal.commit({
        ...{ connection: CONNECTION, steps: texts.slice(from, from + 100), happened, isDurable: false },
      });
    }
    return store;
  }

  it('hold every order, fill, position, trade, entry, signal, sample and decision as the engine told them', () => {
    const { trading, decisions } = journaled();
    const same = (found: readonly object[], expected: readonly object[]): void => {
      expect(found.length).toBeGreaterThan(0);
      const sorted = (records: readonly object[]): readonly string[] => records.map(encode).sort();
      expect(sorted(found)).toEqual(sorted(withConnection(expected)));
    };
    const orders = newest(told(events, 'orderChanged', 'order'), ({ clientOrderId }) => clientOrderId);
    const strategies = new Map(orders.map(({ clientOrderId, strategy }) => [clientOrderId, strategy]));
    same(trading.orders(), orders);
    same(
      trading.fills(),
      told(events, 'orderFilled', 'fill').map((fill) => ({ ...fill, strategy: strategies.get(fill.clientOrderId) })),
    );
    same(trading.trades(), told(events, 'tradeClosed', 'trade'));
    same(trading.ledger(), told(events, 'ledgerPosted', 'entry'));
    const decided = new Map(told(events, 'decisionMade', 'decision').map((decision) => [decision.signal, decision]));
    same(
      trading.signals(),
      told(events, 'signalRaised', 'signal').map((signal) => ({ signal, decision: decided.get(signal.id) })),
    );
    const samples = events.flatMap((event) =>
      event.kind === 'equitySampled' ? [{ at: event.at, equity: event.equity }] : [],
    );
    same(
      trading.equity(),
      newest(samples, ({ at }) => String(at)),
    );
    const records = told(events, 'decisionRecorded', 'record');
    const last = toEpochMs(Number.MAX_SAFE_INTEGER - 1);
    same(
      decisions
        .symbols()
        .flatMap((symbol) =>
          decisions.recordsAt(symbol, last).flatMap((record) => [record, ...decisions.recordsBefore(record)]),
        ),
      newest(records, ({ strategy, symbol, closeTime }) => [strategy, symbol, closeTime].join()),
    );
    for (const definition of config.strategies.filter(({ enabled }) => enabled)) {
      const record = records.find(({ strategy }) => strategy === definition.id)!;
      expect(encode(decisions.definition(record.definition))).toBe(encode(definition));
    }
    expect(trading.activity().length).toBeGreaterThan(10);
  });

  it('hold the open positions, and no others', () => {
    const held = (
      positions: Iterable<{ strategy: string; symbol: string; side: string; qty: { toString(): string } }>,
    ) =>
      [...positions].map(({ strategy, symbol, side, qty }) => [strategy, symbol, side, qty.toString()].join()).sort();
    expect(held(engine.core.portfolio.open).length).toBeGreaterThan(0);
    expect(held(journaled().trading.positions())).toEqual(held(engine.core.portfolio.open));
  });

  it('tell every list oldest first, filtered and limited to the newest', () => {
    const { trading } = journaled();
    const all = trading.trades();
    expect(all.map(({ exitAt }) => exitAt)).toEqual(all.map(({ exitAt }) => exitAt).sort((a, b) => a - b));
    const { strategy, symbol } = all[0]!;
    const [from, to] = [all[3]!.exitAt, all.at(-3)!.exitAt];
    expect(trading.trades({ limit: 3 })).toEqual(all.slice(-3));
    expect(trading.trades({ strategy, symbol })).toEqual(
      all.filter((trade) => trade.strategy === strategy && trade.symbol === symbol),
    );
    expect(trading.trades({ from, to })).toEqual(all.filter(({ exitAt }) => exitAt >= from && exitAt < to));
    expect(trading.orders({ strategy, limit: 2 })).toEqual(
      trading
        .orders()
        .filter((order) => order.strategy === strategy)
        .slice(-2),
    );
    expect(trading.trades({ connection: OTHER })).toEqual([]);
    // No record of equity has a symbol.
    expect(trading.equity({ symbol, limit: 1 })).toEqual(trading.equity().slice(-1));
  });
});

describe('single events', () => {
  it('take a position away with its trade, and put the reversed one in its place', () => {
    const store = open();
    const { strategy, symbol } = aPosition();
    happen(store, [{ kind: 'positionChanged', position: aPosition() }], { connection: OTHER });
    happen(store, [{ kind: 'positionChanged', position: aPosition() }]);
    const reversed = aPosition({ side: 'short', stopPrice: undefined });
    happen(store, [
      { kind: 'tradeClosed', trade: aTrade(1, { strategy, symbol }) },
      { kind: 'positionChanged', position: reversed },
    ]);
    expect(store.trading.positions({ connection: CONNECTION }).map(({ side }) => side)).toEqual(['short']);
    expect(store.trading.positions()[1]).not.toHaveProperty('stopPrice');
    happen(store, [{ kind: 'tradeClosed', trade: aTrade(2, { strategy, symbol }) }]);
    expect(store.trading.positions().map(({ connection }) => connection)).toEqual([OTHER]);
  });

  it('renew the marks of open positions only', () => {
    const store = open();
    const marked = aPosition({ mark: dec(120), unrealisedPnl: dec(10), stopPrice: dec(119), targetPrice: dec(130) });
    happen(store, [{ kind: 'positionChanged', position: aPosition() }]);
    happen(store, [], { marked: [{ ...marked, qty: dec(99) }, aPosition({ symbol: toSymbolId('gone') })] });
    expect(encode(store.trading.positions())).toBe(encode(withConnection([marked])));
  });

  it('become sentences, beside what the engine and the host say', () => {
    const store = open();
    const status = { type: 'disconnected', detail: 'the line is dead' } as const;
    const notice = { at: START, level: 'critical', text: 'The disk is nearly full.' } as const;
    happen(store, [{ kind: 'feedChanged', status }], { notices: [notice] });
    expect(store.trading.activity()).toEqual(
      withConnection([{ at: START, level: 'warning', text: 'Not connected: the line is dead.' }, notice]),
    );
  });

  it('keep what was quarantined', () => {
    const store = open();
    const entry = { connection: CONNECTION, at: START, input: '{"at":1}', reason: 'a fault' };
    store.journal.quarantine(entry);
    happen(store, []);
    expect(store.trading.quarantined()).toEqual([entry]);
  });
});

describe('decision records', () => {
  const symbol = toSymbolId('A');
  const aRecord = (closeTime: number, part: Partial<DecisionRecord> = {}): DecisionRecord => ({
    ...{ strategy: toStrategyId('s'), symbol, timeframe: '15m', closeTime: toEpochMs(closeTime), definition: 'hash' },
    ...{ asked: 'entry', values: [1.5, null], results: '1?', stage: 'conditions', detail: '' },
    ...part,
  });
  const recorded = (record: DecisionRecord): EngineEvent => ({ kind: 'decisionRecorded', record });
  const defined: EngineEvent = { kind: 'strategyDefined', hash: 'hash', definition: aStrategy() };

  it('are found by time for each connection and strategy, and backwards from there', () => {
    const store = open();
    const measure = { found: 1, wanted: 2 };
    const full = aRecord(500 * MINUTE_MS, { strategy: toStrategyId('t'), code: 'X', measure, stage: 'risk' });
    const walk = Array.from({ length: 250 }, (_, i) => aRecord((i + 1) * MINUTE_MS));
    happen(store, [defined, ...walk.map(recorded), recorded(full)]);
    happen(store, [defined, recorded(aRecord(7))], { connection: OTHER });
    const { decisions } = store;
    expect(decisions.recordsAt(symbol, toEpochMs(500 * MINUTE_MS))).toEqual([
      { ...aRecord(7), connection: OTHER },
      ...withConnection([walk.at(-1)!, full]),
    ]);
    const [found, ...others] = decisions.recordsAt(symbol, toEpochMs(200 * MINUTE_MS)).slice(1);
    expect(others).toEqual([]);
    expect([...decisions.recordsBefore(found!)]).toEqual(withConnection(walk.slice(0, 199).reverse()));
    expect(decisions.recordsAt(symbol, toEpochMs(6))).toEqual([]);
    expect(decisions.symbols()).toEqual([symbol]);
    expect(decisions.definition('other')).toBeUndefined();
  });

  it('go with time, as do activity and most samples of equity', () => {
    const store = open();
    const now = START + 40 * DAY_MS;
    const hourly = (day: number, hour: number, minute: number): EpochMs =>
      toEpochMs(START + day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS);
    const sampled = (at: EpochMs): EngineEvent => ({ kind: 'equitySampled', at, equity: dec(at) });
    happen(store, [defined, recorded(aRecord(hourly(9, 23, 59))), recorded(aRecord(hourly(10, 0, 0)))]);
    happen(
      store,
      [0, 10, 59].flatMap((minute) => [1, 2].map((hour) => sampled(hourly(32, hour, minute)))),
    );
    happen(store, [sampled(hourly(34, 1, 0)), sampled(hourly(34, 1, 1))]);
    for (const at of [now - DAY_MS - 1, now - DAY_MS]) {
      happen(store, [{ kind: 'feedChanged', status: { type: 'connected', detail: String(at) } }], {
        at: toEpochMs(at),
      });
    }
    while (store.journal.prune(CONNECTION, toEpochMs(now), { keepDays: 7, maxMegabytes: 10, decisionDays: 30 }));
    const last = store.decisions.recordsAt(symbol, toEpochMs(now));
    expect(last.map(({ closeTime }) => closeTime)).toEqual([hourly(10, 0, 0)]);
    expect([...store.decisions.recordsBefore(last[0]!)]).toEqual([]);
    expect(store.trading.activity().map(({ at }) => at)).toEqual([now - DAY_MS]);
    expect(store.trading.equity().map(({ at }) => at)).toEqual([
      hourly(32, 1, 59),
      hourly(32, 2, 59),
      hourly(34, 1, 0),
      hourly(34, 1, 1),
    ]);
  });

  it('give the equity as a curve: the last sample of each piece, and its ends', () => {
    const store = open();
    const sampled = (minute: number): EngineEvent => ({
      ...{ kind: 'equitySampled', at: toEpochMs(START + minute * MINUTE_MS), equity: dec(1000 + minute) },
    });
    expect(store.trading.equityEnds(CONNECTION)).toBeUndefined();
    happen(store, [0, 5, 14, 15, 29, 44, 60].map(sampled));
    happen(store, [sampled(1)], { connection: OTHER });
    const asked = {
      connection: CONNECTION,
      from: START,
      to: toEpochMs(START + 60 * MINUTE_MS),
      everyMs: 15 * MINUTE_MS,
    };
    expect(store.trading.equityCurve(asked)).toEqual({
      at: [14, 29, 44].map((minute) => START + minute * MINUTE_MS),
      equity: [1014, 1029, 1044],
    });
    const { first, last } = store.trading.equityEnds(CONNECTION)!;
    expect([first.equity, last.equity].map(String)).toEqual(['1000', '1060']);
  });
});
