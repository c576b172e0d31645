// Made-up differences with the venue's account for the window's fake.
import type { DifferenceRow } from '../../../src/shared/contract/records/reconciliation.ts';
import { CONNECTION, lastPrice, NOW, SYMBOLS } from './fakeMarket.ts';

const row = (part: Omit<DifferenceRow, 'connection' | 'isIgnored' | 'strategies'>): DifferenceRow => ({
  ...{ connection: CONNECTION, isIgnored: false, strategies: [] },
  ...part,
});

export const DIFFERENCES: readonly DifferenceRow[] = [
  {
    ...row({
      ...{ id: `position:${SYMBOLS[1]}:0:0.4`, kind: 'position', symbol: SYMBOLS[1], ours: '0', theirs: '0.4' },
      ...{ since: NOW - 400_000, text: `${SYMBOLS[1]}: the venue holds 0.4, we 0.` },
      price: lastPrice(SYMBOLS[1]).toFixed(2),
      actions: [
        { action: 'adopt', text: 'Books at your price: adds 0.4 long under manual. No order goes out for it.' },
        { action: 'ignore', text: 'The venue may hold +0.4 beside what we hold, from now on. Nothing protects it.' },
      ],
    }),
  },
  {
    ...row({
      ...{ id: 'order:4711', kind: 'order', symbol: SYMBOLS[0], venueOrderId: '4711', since: NOW - 90_000 },
      text: `${SYMBOLS[0]}: order 4711 at the venue (buy 0.1, limit 60000) is not ours.`,
      actions: [
        { action: 'flatten', text: 'Asks the venue to cancel order 4711. It may still fill until it does.' },
        { action: 'ignore', text: 'It stays at the venue and is not counted.' },
      ],
    }),
  },
];
