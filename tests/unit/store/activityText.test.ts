// The sentences of the activity.
import { expect, it } from 'vitest';
import type { EngineEvent } from '../../../src/main/engine/kernel/events.ts';
import { activityText } from '../../../src/main/store/activityText.ts';
import { toClientOrderId, toStrategyId, toSymbolId, toVenueOrderId } from '../../../src/shared/domain/ids.ts';
import { START } from '../../builders/aCandle.ts';
import { dec } from '../../builders/risk.ts';
import { anOrder, aTrade } from '../../builders/tradingRecords.ts';

const symbol = toSymbolId('BTC/USDT');
const strategy = toStrategyId('trend');
const lock = { id: 1, code: 'LOCK_MANUAL', from: START, until: START, reason: 'rest' } as const;
const resolved = { type: 'resolveDifference', by: 'cli', reason: 'mine' } as const;
const order = { kind: 'order', symbol, venueOrderId: toVenueOrderId('X1') } as const;
const position = { kind: 'position', symbol, ours: dec(1), theirs: dec(2) } as const;
const compared = { kind: 'venueCompared', missing: [], unknown: [], balanceDrift: dec(0), positions: [] } as const;

it.each<[EngineEvent, string]>([
  [
    {
      kind: 'tradingStateChanged',
      change: { from: 'ACTIVE', to: 'HALTED', at: START, cause: 'command', reason: 'It is lunch time.' },
    },
    'critical Trading went from ACTIVE to HALTED: It is lunch time.',
  ],
  [{ kind: 'lockPlaced', lock }, 'warning Entries of all strategies are locked until 2024-01-01T00:00:00Z: rest.'],
  [
    { kind: 'lockReleased', lock: { ...lock, symbol, strategy } },
    'info Entries of trend in BTC/USDT are free again (LOCK_MANUAL).',
  ],
  [{ kind: 'feedChanged', status: { type: 'connected', detail: 'simulator' } }, 'info Connected: simulator.'],
  [{ kind: 'feedChanged', status: { type: 'reconciled', symbol } }, 'info BTC/USDT agrees with the venue.'],
  [
    { kind: 'commandRefused', command: { type: 'resume', by: 'cli', reason: 'go' }, reason: 'nothing is halted' },
    'warning Command resume (cli: go) was refused: nothing is halted.',
  ],
  [
    { kind: 'commandAccepted', command: { ...resolved, difference: order, action: 'flatten' } },
    'info Command to flatten order X1, which is not ours, (cli: mine) was accepted.',
  ],
  [
    {
      kind: 'commandAccepted',
      command: { ...resolved, difference: position, action: 'assign', strategy, price: dec(3) },
    },
    'info Command to assign the position in BTC/USDT (the venue 2, we 1) to trend at 3 (cli: mine) was accepted.',
  ],
  [
    { kind: 'orderChanged', order: anOrder(1, { symbol, state: 'rejected', reason: 'no money' }) },
    'warning The venue rejected the order to buy 0.5 BTC/USDT: no money.',
  ],
  [
    { kind: 'orderRefused', strategy, symbol, verdicts: [{ code: 'DAILY_LOSS', allow: false, detail: '4 % of 3 %' }] },
    'warning An order of trend in BTC/USDT was refused: 4 % of 3 %.',
  ],
  [
    { kind: 'tradeClosed', trade: aTrade(1, { strategy, symbol }) },
    'info trend closed its long position in BTC/USDT (take profit): P&L +1.45000.',
  ],
  [
    { ...compared, missing: [toClientOrderId('a')], positions: [{ symbol, ours: dec(1), theirs: dec(2) }] },
    'critical The venue differs from our books: it does not know our orders a; BTC/USDT: ours 1, its 2.',
  ],
  [{ kind: 'flattened', requestedAt: START, tookMs: 7 }, 'warning Everything is closed, 7 ms after it was asked for.'],
])('%# says $1', (event, expected) => {
  const line = activityText(event);
  expect(line === undefined ? undefined : `${line.level} ${line.text}`).toBe(expected);
});

it.each<EngineEvent>([
  compared,
  { kind: 'orderChanged', order: anOrder(1) },
  { kind: 'equitySampled', at: START, equity: dec(1) },
  { kind: 'feedChanged', status: { type: 'clockSkew', skewMs: 1 } },
  { kind: 'reportIgnored', report: { type: 'snapshot' }, reason: 'known already' },
])('says nothing of $kind where nothing is to be said', (event) => {
  expect(activityText(event)).toBeUndefined();
});
