import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitTicket, orderTicket } from '../../../../src/shared/contract/records/order.ts';
import { REQUESTS } from '../../../../src/shared/contract/requests.ts';
import {
  movedPrice,
  newDraft,
  positiveText,
  PRICES_OF,
  sizeQuestion,
  type TicketDraft,
  ticketProblems,
  toOrder,
} from '../../../../src/renderer/lib/ticket.ts';

const draft = (over: Partial<TicketDraft> = {}): TicketDraft => ({ ...newDraft('BTC/USDT'), ...over });

describe('what was written as a number', () => {
  it('is taken as people write it', () => {
    expect(['12.5', ' 1,250 ', '.5', '3.'].map(positiveText)).toEqual(['12.5', '1250', '0.5', '3']);
  });

  it('is refused where it is no number above zero', () => {
    for (const text of ['', '0', '0.00', '-1', '1e3', 'x', '1.2.3']) expect(positiveText(text)).toBeUndefined();
  });
});

describe('the ticket', () => {
  it('asks for the prices its type has, and for nothing else', () => {
    expect(ticketProblems(draft())).toEqual({});
    expect(Object.keys(ticketProblems(draft({ type: 'stopLimit' })))).toEqual(['stopPrice', 'limitPrice']);
    expect(Object.keys(ticketProblems(draft({ sizeBy: 'riskPercent' })))).toEqual(['riskStop']);
    expect(Object.keys(ticketProblems(draft({ size: 'much' })))).toEqual(['size']);
  });

  it('lets an exit be left out, but not be nonsense', () => {
    expect(ticketProblems(draft({ stopLossPct: '' }))).toEqual({});
    expect(Object.keys(ticketProblems(draft({ stopLossPct: 'tight' })))).toEqual(['stopLossPct']);
    expect(toOrder(draft({ stopLossPct: '' }), '1')?.exits).toEqual({ takeProfit: { pct: '3' } });
  });

  it('makes no order before its quantity is known', () => {
    expect(toOrder(draft(), undefined)).toBeUndefined();
    expect(toOrder(draft(), '0.5')?.order).toMatchObject({ qty: '0.5', type: 'market', side: 'buy' });
  });

  it('has no exits and no post-only where they make no sense', () => {
    const ready = toOrder(draft({ reduceOnly: true, postOnly: true }), '1');
    expect([ready?.exits, ready?.order.postOnly]).toEqual([{}, false]);
  });

  it('is what the contract takes, whatever is chosen', () => {
    const choices = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      type: fc.constantFrom(...(Object.keys(PRICES_OF) as TicketDraft['type'][])),
      timeInForce: fc.constantFrom('GTC' as const, 'IOC' as const, 'FOK' as const),
      reduceOnly: fc.boolean(),
      postOnly: fc.boolean(),
      stopLossPct: fc.constantFrom('', '2', '1.5'),
      takeProfitPct: fc.constantFrom('', '3'),
    });
    fc.assert(
      fc.property(choices, (chosen) => {
        const ready = toOrder(draft({ ...chosen, limitPrice: '100', stopPrice: '99.5', trailPct: '1' }), '0.25');
        expect(orderTicket.safeParse(ready?.order).success).toBe(true);
        expect(exitTicket.safeParse(ready?.exits).success).toBe(true);
      }),
    );
  });
});

describe('the size', () => {
  const asked = (over: Partial<TicketDraft>) => sizeQuestion(draft(over), 'simulator');

  it('is asked of main in the way it was written', () => {
    expect(asked({})).toMatchObject({ by: { kind: 'percentEquity', pct: '10' } });
    expect(asked({ sizeBy: 'notional', size: '500' })).toMatchObject({ by: { kind: 'notional', amount: '500' } });
    expect(asked({ sizeBy: 'riskPercent', size: '1', riskStop: '95' })).toMatchObject({
      by: { kind: 'riskPercent', pct: '1', stopPrice: '95' },
    });
    const schema = REQUESTS['orders.size'].params;
    expect(schema.safeParse(asked({ sizeBy: 'riskPercent', size: '1', riskStop: '95' })).success).toBe(true);
  });

  it('goes with the price of the order, where it has one', () => {
    expect(asked({ type: 'limit', limitPrice: '99' })).toMatchObject({ price: '99' });
    expect(asked({ type: 'market', limitPrice: '99' })).not.toHaveProperty('price');
  });

  it('is not asked while something is missing, nor where it is a quantity', () => {
    expect([asked({ size: '' }), asked({ sizeBy: 'riskPercent', riskStop: '' }), asked({ sizeBy: 'qty' })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a moved price', () => {
  it('is sent only where it changed; empty takes it away', () => {
    expect(movedPrice('stopPrice', '95', '95')).toEqual({});
    expect(movedPrice('stopPrice', undefined, '')).toEqual({});
    expect(movedPrice('stopPrice', '95', '')).toEqual({ stopPrice: null });
    expect(movedPrice('targetPrice', '95', '1,096')).toEqual({ targetPrice: '1096' });
  });
});
