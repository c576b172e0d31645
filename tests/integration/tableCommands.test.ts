// The table commands on a prepared foredeck.db.
import { describe, expect, it } from 'vitest';
import { runTable, type TableFlags, type TableName } from '../../src/main/cli/tables/tableCommands.ts';
import type { EngineEvent } from '../../src/main/engine/kernel/events.ts';
import { openForedeckStore } from '../../src/main/store/foredeckStore.ts';
import { toConnectionId, toEpochMs, toStrategyId } from '../../src/shared/domain/ids.ts';
import { Decimal } from '../../src/shared/money.ts';
import { aCommandContext } from '../builders/commandContext.ts';
import { aDecision, aLedgerEntry, anOrder, aPosition, aSignal, aTrade, NEW_YEAR } from '../builders/tradingRecords.ts';
import { tempFolder } from '../fixtures/tempFolder.ts';
import { runCli } from './runCli.ts';

const clock = { now: () => toEpochMs(NEW_YEAR) };

/** A data folder in which each connection took one step with these events. */
function aDataFolder(happened: Readonly<Record<string, readonly EngineEvent[]>>): string {
  const dataDir = tempFolder();
  const store = openForedeckStore(dataDir, { clock });
  for (const [name, events] of Object.entries(happened)) {
    const step = { seq: 1, at: toEpochMs(NEW_YEAR) };
    store.journal.commit({
      connection: toConnectionId(name),
      steps: [{ ...step, input: '{}', events: '[]', effects: '[]', hash: 'hash' }],
      happened: [{ ...step, events }],
      isDurable: true,
    });
  }
  store.close();
  return dataDir;
}

function show(dataDir: string, name: TableName, flags: Partial<TableFlags> = {}) {
  const { context, answers } = aCommandContext({ dataDir });
  expect(runTable(name, { limit: 50, ...flags }, context)).toBe(0);
  const [{ value, text } = { value: undefined, text: '' }] = answers;
  return { text, json: JSON.parse(JSON.stringify(value)) as Readonly<Record<string, readonly object[]>> };
}

const entry = (...args: Parameters<typeof aLedgerEntry>): EngineEvent => ({
  kind: 'ledgerPosted',
  entry: aLedgerEntry(...args),
});

describe('the tables', () => {
  it('positions: prices, stop, target, and the open P&L of each connection', () => {
    const dataDir = aDataFolder({
      simulator: [
        { kind: 'positionChanged', position: aPosition({ averageEntry: Decimal.of(100).dividedBy(Decimal.of(3)) }) },
        {
          kind: 'positionChanged',
          position: aPosition({ strategy: toStrategyId('other'), unrealisedPnl: Decimal.of('-7.255') }),
        },
        entry(1),
      ],
      elsewhere: [{ kind: 'positionChanged', position: aPosition() }],
    });
    const { text, json } = show(dataDir, 'positions', { limit: 1 });
    expect(`${text}\n`).toMatchInlineSnapshot(`
      "connection           opened               symbol         strategy   side  qty        entry  mark  stop  target  open P&L
      elsewhere            2026-01-01 00:00:00  BTC/USDT:USDT  sma-cross  long  0.5          100   110    98       –     +5.00
      SIMULATED simulator  2026-01-01 00:00:00  BTC/USDT:USDT  sma-cross  long  0.5  33.33333333   110    98       –     +5.00

      elsewhere: 1 open position, open P&L +5.00
      SIMULATED simulator: 2 open positions, open P&L -2.25 (shown: the newest 1; more with --limit)
      "
    `);
    expect(json).toMatchObject({
      positions: [
        { connection: 'elsewhere', simulated: false, qty: '0.5', openedAt: NEW_YEAR },
        { connection: 'simulator', simulated: true, strategy: 'sma-cross' },
      ],
    });
  });

  it('orders: their prices, fills and end; open ones however old', () => {
    const working = { state: 'open', filledQty: Decimal.ZERO, filledValue: Decimal.ZERO, fees: Decimal.ZERO } as const;
    const dataDir = aDataFolder({
      simulator: [
        {
          kind: 'orderChanged',
          order: anOrder(1, { ...working, purpose: 'stopLoss', type: 'stop', stopPrice: Decimal.of(98), side: 'sell' }),
        },
        { kind: 'orderChanged', order: anOrder(2) },
        {
          kind: 'orderChanged',
          order: anOrder(3, { ...working, state: 'rejected', reason: 'too\nsmall\u001b[2J', type: 'limit' }),
        },
      ],
    });
    expect(`${show(dataDir, 'orders').text}\n`).toMatchInlineSnapshot(`
      "connection           created              symbol         strategy   purpose    side  type     qty  filled   at  fees  state     reason
      SIMULATED simulator  2026-01-01 00:00:01  BTC/USDT:USDT  sma-cross  stop loss  sell  stop 98  0.5       0    –  0.00  open
      SIMULATED simulator  2026-01-01 00:00:02  BTC/USDT:USDT  sma-cross  entry      buy   market   0.5     0.5  100  0.03  filled
      SIMULATED simulator  2026-01-01 00:00:03  BTC/USDT:USDT  sma-cross  entry      buy   limit    0.5       0    –  0.00  rejected  too small [2J

      SIMULATED simulator: 3 orders, 1 working, fees 0.03
      "
    `);
    const open = show(dataDir, 'orders', { open: true, limit: 1 });
    expect(open.json['orders']).toMatchObject([{ clientOrderId: 'order-1', stopPrice: '98', state: 'open' }]);
    expect(show(dataDir, 'orders', { limit: 1 }).text).toContain('(shown: the newest 1; more with --limit)');
  });

  it('trades: the result after fees, in R, and what it sums to', () => {
    const lost = { pnl: Decimal.of('-1.55'), exitReason: 'stopLoss', initialRisk: undefined } as const;
    const dataDir = aDataFolder({
      replay: [
        { kind: 'tradeClosed', trade: aTrade(1) },
        { kind: 'tradeClosed', trade: aTrade(2, { ...lost, funding: Decimal.of('-0.2') }) },
      ],
    });
    expect(`${show(dataDir, 'trades').text}\n`).toMatchInlineSnapshot(`
      "connection  closed               symbol         strategy   side  qty  entry  exit    P&L      R  fees  funding  held  why
      replay      2026-01-01 01:00:00  BTC/USDT:USDT  sma-cross  long  0.5    100   103  +1.45  +1.45  0.05     0.00   1 h  take profit
      replay      2026-01-01 02:00:00  BTC/USDT:USDT  sma-cross  long  0.5    100   103  -1.55      –  0.05    -0.20   2 h  stop loss

      replay: 2 trades, 1 won, realised P&L -0.10 after fees of 0.10, funding -0.20
      "
    `);
    const later = show(dataDir, 'trades', { from: toEpochMs(NEW_YEAR + 7_200_000) });
    expect(later.json['trades']).toMatchObject([{ id: 'trade-2', pnl: '-1.55', exitAt: NEW_YEAR + 7_200_000 }]);
  });

  it('signals: what was proposed and what became of it', () => {
    const dataDir = aDataFolder({
      simulator: [
        { kind: 'signalRaised', signal: aSignal('a') },
        { kind: 'decisionMade', decision: aDecision('a') },
        { kind: 'signalRaised', signal: aSignal('b', { action: 'exit', side: 'short', strength: 0.5 }) },
        { kind: 'decisionMade', decision: aDecision('b', { outcome: 'refused', reason: 'ORDER_RATE' }) },
      ],
    });
    const { text, json } = show(dataDir, 'signals');
    expect(`${text}\n`).toMatchInlineSnapshot(`
      "connection           candle closed        symbol         strategy   candle  signal      strength  outcome  reason
      SIMULATED simulator  2026-01-01 00:00:00  BTC/USDT:USDT  sma-cross     15m  entry long      1.00  ordered  an entry of 0.5 was sent
      SIMULATED simulator  2026-01-01 00:00:00  BTC/USDT:USDT  sma-cross     15m  exit short      0.50  refused  ORDER_RATE

      SIMULATED simulator: 2 signals, 1 ordered, 1 refused, 0 ignored
      "
    `);
    expect(json['signals']).toMatchObject([{ signal: { id: 'a' }, decision: { outcome: 'ordered' } }, {}]);
  });

  it('ledger: every entry, the sum of those shown, and the balance', () => {
    const fee = { kind: 'fee', cause: 'fill-1', symbol: aPosition().symbol, strategy: aPosition().strategy } as const;
    const dataDir = aDataFolder({
      simulator: [entry(1), entry(2, { ...fee, amount: Decimal.of('-1.5'), balance: Decimal.of('9998.5') })],
    });
    expect(`${show(dataDir, 'ledger').text}\n`).toMatchInlineSnapshot(`
      "connection           #  at                   kind     symbol         strategy       amount    balance  cause
      SIMULATED simulator  1  2026-01-01 00:00:00  deposit  –              –          +10,000.00  10,000.00  start
      SIMULATED simulator  2  2026-01-01 00:00:00  fee      BTC/USDT:USDT  sma-cross       -1.50   9,998.50  fill-1

      SIMULATED simulator: 2 entries: deposit +10,000.00, fees -1.50, sum +9,998.50; balance after the last 9,998.50
      "
    `);
    const newest = show(dataDir, 'ledger', { limit: 1 });
    expect(newest.text).toContain('1 entry: fees -1.50, sum -1.50; balance after the last 9,998.50');
    expect(newest.json['ledger']).toMatchObject([{ sequence: 2, amount: '-1.5', balance: '9998.5' }]);
  });

  it('say in words that there is nothing, and name a mistyped connection', () => {
    const nothing = tempFolder();
    for (const name of ['positions', 'orders', 'trades', 'signals', 'ledger'] as const) {
      expect(show(nothing, name)).toEqual({
        text: 'Nothing has been traded here yet; "foredeck run" trades on paper.',
        json: { [name]: [] },
      });
    }
    const dataDir = aDataFolder({ simulator: [] });
    expect(show(dataDir, 'positions').text).toBe('No open positions.');
    expect(show(dataDir, 'trades', { strategy: toStrategyId('x') }).text).toBe('No trades match the options.');
    expect(() => show(dataDir, 'trades', { connection: toConnectionId('simulater') })).toThrow(
      'no connection "simulater" has ever traded here; did you mean "simulator"?',
    );
    expect(() => show(dataDir, 'trades', { connection: toConnectionId('x') })).toThrow('; there are simulator');
  });

  it('are read in a terminal while an instance writes', async () => {
    const dataDir = aDataFolder({ simulator: [entry(1)] });
    const writer = openForedeckStore(dataDir, { clock });
    const run = await runCli(['--data-dir', dataDir, '--json', 'ledger', '--symbol', 'BTC/USDT:USDT']);
    writer.close();
    expect(run).toEqual({ code: 0, stdout: '{"ledger":[]}\n', stderr: '' });
  });
});
