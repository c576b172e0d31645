// A preview says what an order would get, and leaves no trace.
import { describe, expect, it } from 'vitest';
import type { ExitPlan, OrderRequest } from '../../../../src/shared/domain/order.ts';
import type { Decimal } from '../../../../src/shared/money.ts';
import { EngineRun, LINEAR } from '../../../builders/engineRun.ts';
import { aRiskConfig, dec } from '../../../builders/risk.ts';

function aRun(changes: ConstructorParameters<typeof EngineRun>[0] = {}): EngineRun {
  const run = new EngineRun({ instruments: [LINEAR], ...changes });
  run.candle(0, { open: 100, high: 100, low: 100, close: 100 });
  run.mark(100, { ask: 101 });
  return run;
}

const preview = (run: EngineRun, order: Partial<OrderRequest> = {}, exits: ExitPlan = {}) =>
  run.engine.preview({ order: run.request(order), exits });
const figures = (run: EngineRun, order: Partial<OrderRequest> = {}, exits: ExitPlan = {}) => {
  const found = preview(run, order, exits).figures!;
  return Object.fromEntries(
    Object.entries<Decimal | undefined>({ ...found }).map(([key, value]) => [key, value?.toString()]),
  );
};

describe('the preview of an order', () => {
  it('counts at the other side of the book, with fee, risk and exposure', () => {
    expect(figures(aRun(), { qty: dec(10) }, { stopLoss: { price: dec(99) } })).toMatchObject({
      ...{ price: '101', notional: '1010', riskAmount: '20', exposureSymbol: '1010', exposureTotal: '1010' },
      fee: LINEAR.takerBps.times(dec('0.101')).toString(),
      equity: '10000',
    });
  });

  it('takes the fee of the maker where it would rest', () => {
    const fee = (limitPrice: number) => figures(aRun(), { type: 'limit', limitPrice: dec(limitPrice) })['fee'];
    expect(fee(100)).toBe(LINEAR.makerBps.times(dec('0.01')).toString());
    expect(fee(101)).toBe(LINEAR.takerBps.times(dec('0.0101')).toString());
  });

  it('counts what a position of the other side frees', () => {
    const run = aRun();
    run.fill(run.place({ qty: dec(3) }));
    expect(figures(run, { side: 'sell', qty: dec(2) })['exposureSymbol']).toBe('100');
    expect(figures(run, { side: 'sell', qty: dec(5) })['exposureSymbol']).toBe('200');
    expect(figures(run, { side: 'sell', qty: dec(5), reduceOnly: true })['exposureSymbol']).toBe('0');
  });

  it('says of each check what placing would say', () => {
    const run = aRun({ risk: aRiskConfig({ maxNotionalPerOrder: '50' }) });
    const { isAllowed, verdicts } = preview(run);
    expect(isAllowed).toBe(false);
    run.command({ type: 'placeOrder', order: run.request(), exits: {} });
    expect(verdicts).toEqual(run.last('orderRefused')?.verdicts);
    expect(verdicts.find(({ allow }) => !allow)?.code).toBe('NOTIONAL_ABOVE_MAX');
  });

  it('names a quantity of less than a lot as it was asked for', () => {
    const refused = preview(aRun(), { qty: dec('0.0000001') }).verdicts.filter(({ allow }) => !allow);
    expect(refused).toContainEqual(
      expect.objectContaining({
        code: 'QTY_BELOW_MIN',
        detail: `quantity 0.0000001, at least ${LINEAR.minQty.toString()}`,
      }),
    );
  });

  it('says what is sent otherwise than it was asked for', () => {
    const run = aRun();
    const said = (order: Partial<OrderRequest>) =>
      preview(run, order).rounded.map(({ field, asked, sent }) => [field, asked.toString(), sent.toString()]);
    const [tick, lot] = [LINEAR.tickSize, LINEAR.lotSize];
    const [price, half] = [tick.times(dec(1000)), tick.dividedBy(dec(2))];
    const off = price.plus(half);
    expect(said({ type: 'limit', side: 'buy', limitPrice: off })).toEqual([['limitPrice', String(off), String(price)]]);
    expect(said({ type: 'limit', side: 'sell', limitPrice: off })).toEqual([
      ['limitPrice', String(off), String(price.plus(tick))],
    ]);
    expect(said({ type: 'stop', side: 'buy', stopPrice: off })).toEqual([
      ['stopPrice', String(off), String(price.plus(tick))],
    ]);
    const qty = lot.times(dec(3)).plus(lot.dividedBy(dec(2)));
    expect(said({ qty })).toEqual([['qty', String(qty), String(lot.times(dec(3)))]]);
    expect(said({ type: 'limit', limitPrice: price, qty: lot })).toEqual([]);
  });

  it('has no figures before the first price', () => {
    const run = new EngineRun({ instruments: [LINEAR] });
    expect(preview(run).figures).toBeUndefined();
  });

  it('leaves the state as it was, the order rate included', () => {
    const run = aRun();
    run.fill(run.place());
    run.timer(61_000);
    const before = run.engine.stateHash();
    expect(preview(run).isAllowed).toBe(false);
    preview(run, { side: 'sell' });
    expect(run.engine.stateHash()).toBe(before);
  });
});
