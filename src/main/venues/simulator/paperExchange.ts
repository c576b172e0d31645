// The simulated exchange: the paper venue with an account of its own. It knows nothing of connections: orders arrive, prices
// pass, reports come out, and everything it knows goes into one text.
import { need } from '../../../shared/assert.ts';
import type { Candle } from '../../../shared/domain/candle.ts';
import type { ClientOrderId, EpochMs, SymbolId, VenueOrderId } from '../../../shared/domain/ids.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { AppError } from '../../../shared/errors.ts';
import { Decimal } from '../../../shared/money.ts';
import type { VenueReport } from '../../engine/kernel/inputs.ts';
import type { FundingSource } from '../../engine/paper/paperAccount.ts';
import { PaperVenue, type PaperVenueState } from '../../engine/paper/paperVenue.ts';
import type { PortfolioState } from '../../engine/portfolio/portfolio.ts';
import type { OrderEffect, VenueOrder, VenuePosition } from '../ports.ts';
import type { Fate } from './badDay.ts';
import { ExchangeRecords, type OrderRecord } from './exchangeRecords.ts';
import type { MarketEvent } from './marketStream.ts';
import { SharedAccount, STRANGER } from './sharedAccount.ts';
import type { StrangerAct } from './stranger.ts';

export interface PaperExchangeOptions {
  readonly instruments: readonly Instrument[];
  readonly cash: Decimal;
  readonly costs: { readonly slippageBps: Decimal; readonly volumeCapPct: Decimal };
  readonly funding: FundingSource | undefined;
  readonly limitFill: ((id: ClientOrderId, qty: Decimal, now: EpochMs) => Decimal) | undefined;
  readonly startAt: EpochMs;
}

/** All but the records. Holdings of flat symbols say nothing; instruments come with the options. */
export interface ExchangeState {
  readonly account: Omit<PortfolioState, 'holdings'> & { readonly holdings: readonly SavedHolding[] };
  readonly venue: PaperVenueState;
  readonly unanswered: readonly ClientOrderId[];
  readonly answers: readonly VenueReport[];
}
type SavedHolding = Omit<PortfolioState['holdings'][number], 'instrument'> & { readonly symbol: SymbolId };

const OVERLOADED = 'the exchange is overloaded: a bad day is being rehearsed';

export class PaperExchange {
  readonly records = new ExchangeRecords();
  /** Something changed since `save`. */
  isChanged = false;
  private readonly shared = new SharedAccount();
  private readonly account = this.shared.books;
  private readonly venue: PaperVenue;
  readonly instruments: readonly Instrument[];
  /** What the exchange itself answers. */
  private answers: VenueReport[] = [];
  /** Orders whose acceptance nobody hears of. */
  private readonly unanswered = new Set<ClientOrderId>();

  constructor(options: PaperExchangeOptions) {
    const { instruments, cash, costs, funding, limitFill, startAt } = options;
    this.instruments = instruments;
    for (const instrument of instruments) this.account.setInstrument(instrument);
    this.account.post({ kind: 'deposit', amount: cash, cause: 'start' }, startAt);
    this.venue = new PaperVenue({
      ...{ costs: { ...costs, latencyMs: 0 }, account: this.shared, instruments },
      ...(funding === undefined ? {} : { funding }),
      ...(limitFill === undefined ? {} : { limitFill }),
    });
  }

  /** True: time can pass without anything happening here. */
  get isIdle(): boolean {
    return this.account.openCount === 0 && this.records.workingCount === 0 && this.answers.length === 0;
  }

  get balance(): Decimal {
    return this.account.balance;
  }

  netQty(symbol: SymbolId): Decimal {
    return this.account.netQty(symbol);
  }

  openOrders(): readonly VenueOrder[] {
    return this.venue.openOrders().map((order) => {
      const known = { ...need(this.records.find(order.clientOrderId), 'a record'), ...order };
      return known.strategy === STRANGER ? { ...known, clientOrderId: undefined } : known;
    });
  }

  findOrder(id: ClientOrderId): VenueOrder | undefined {
    return this.openOrders().find(({ clientOrderId }) => clientOrderId === id) ?? this.records.find(id);
  }

  positions(): readonly VenuePosition[] {
    const all = this.instruments.map(({ symbol }) => ({ symbol, qty: this.account.netQty(symbol) }));
    return all.filter(({ qty }) => !qty.isZero());
  }

  /** Somebody else uses the account. Of what comes of it only the account tells. */
  meddle(act: StrangerAct, now: EpochMs): void {
    this.isChanged = true;
    switch (act.kind) {
      case 'order':
        this.records.arrived(act.order);
        return this.venue.perform({ kind: 'submitOrder', order: act.order }, now);
      case 'deal':
        return this.shared.strangerDeal(act.fill);
      case 'transfer':
        return this.shared.strangerTransfer(act.amount, act.cause, now);
    }
  }

  /** Cancels an order of somebody else. Throws `AppError`. */
  cancelForeign(id: VenueOrderId, now: EpochMs, fate: Fate): void {
    const order = this.records.findWorking(id);
    if (order?.strategy !== STRANGER)
      throw new AppError('NOT_FOUND', `the exchange has no working order ${id} of somebody else`);
    if (fate === 'rejected') throw new AppError('UNREACHABLE', OVERLOADED, { retryable: true });
    this.isChanged = true;
    this.venue.perform({ kind: 'cancelOrder', clientOrderId: order.clientOrderId }, now);
  }

  /** An order effect arrives; answers come with `poll`. */
  perform(effect: OrderEffect, { now, fate }: { readonly now: EpochMs; readonly fate: Fate }): void {
    this.isChanged = true;
    if (effect.kind === 'submitOrder') return this.submit(effect, now, fate);
    const { clientOrderId } = effect;
    if (fate === 'rejected') {
      const type = effect.kind === 'cancelOrder' ? 'cancelRejected' : 'amendRejected';
      this.answers.push({ type, clientOrderId, reason: OVERLOADED });
      return;
    }
    this.venue.perform(effect, now);
    if (effect.kind === 'amendOrder') this.records.amended(effect);
  }

  private submit(effect: Extract<OrderEffect, { kind: 'submitOrder' }>, now: EpochMs, fate: Fate): void {
    const { order } = effect;
    const { clientOrderId } = order;
    const known = this.records.find(clientOrderId);
    if (known !== undefined) return this.answerAgain(known);
    if (fate === 'vanishes' || fate === 'arrivesUnanswered') {
      this.answers.push({ type: 'unknown', clientOrderId, reason: 'the answer of the exchange was lost' });
    }
    if (fate === 'vanishes') return;
    this.records.arrived(order);
    if (fate === 'rejected') this.answers.push({ type: 'rejected', clientOrderId, reason: OVERLOADED });
    else this.venue.perform(effect, now);
    if (fate === 'arrivesUnanswered') this.unanswered.add(clientOrderId);
  }

  /** The same id twice is one order. */
  private answerAgain({ clientOrderId, venueOrderId, state, reason }: OrderRecord): void {
    this.answers.push(
      state === 'rejected'
        ? { type: 'rejected', clientOrderId, reason: String(reason) }
        : { type: 'accepted', clientOrderId, venueOrderId },
    );
  }

  /** A price passes; what it does comes with `poll`. */
  beginMark({ symbol, at, quote: { bid, ask, last, bidSize, askSize } }: Extract<MarketEvent, { kind: 'mark' }>): void {
    if (this.isIdle) return;
    this.account.setMark(symbol, last);
    this.venue.beginMark({ symbol, at, bid, ask, last, bidSize, askSize });
  }

  beginCandle(candle: Candle): void {
    this.venue.beginCandle(candle);
  }

  /** Once a candle's reports are out. */
  endCandle({ symbol, close }: Candle): void {
    this.account.setMark(symbol, close);
  }

  /** The next report, booked; undefined when there is nothing more to say for now. */
  poll(now: EpochMs): VenueReport | undefined {
    for (;;) {
      const report = this.answers.shift() ?? this.venue.poll();
      if (report === undefined) return undefined;
      this.isChanged = true;
      const isForeign = this.isForeign(report);
      this.book(report, now);
      if (isForeign) continue;
      if (report.type !== 'accepted' || !this.unanswered.delete(report.clientOrderId)) return report;
    }
  }

  private isSpot({ symbol }: { readonly symbol: SymbolId }): boolean {
    return this.instruments.find((instrument) => instrument.symbol === symbol)?.kind === 'spot';
  }

  private isForeign(report: VenueReport): boolean {
    if (report.type === 'liquidated') return report.strategy === STRANGER;
    const id = report.type === 'filled' ? report.fill.clientOrderId : 'clientOrderId' in report && report.clientOrderId;
    return id !== false && this.records.find(id)?.strategy === STRANGER;
  }

  private book(report: VenueReport, now: EpochMs): void {
    const { account, records, shared } = this;
    switch (report.type) {
      case 'accepted':
        return records.change(report.clientOrderId, { venueOrderId: report.venueOrderId });
      case 'filled': {
        const { strategy, purpose } = records.took(report.fill, now);
        if (strategy === STRANGER) return shared.strangerDeal(report.fill);
        return shared.fill(report.fill, {
          strategy,
          purpose,
          isTaking: purpose !== 'entry' || this.isSpot(report.fill),
        });
      }
      case 'canceled':
      case 'rejected':
      case 'expired':
        return records.change(report.clientOrderId, { state: report.type, reason: report.reason });
      case 'liquidated':
        account.applyFill(report.fill, report.strategy, 'liquidation');
        return report.strategy === STRANGER ? undefined : records.tell(now, report);
      case 'funding': {
        const { symbol, amount, id: cause, perUnit } = report;
        account.applyFunding({ symbol, amount, cause, ...(perUnit && { perUnit }) }, now);
        return records.tell(now, report);
      }
      default:
        return;
    }
  }

  save(): ExchangeState {
    const { holdings, ...account } = this.account.save();
    const held = holdings.filter(({ gross }) => !gross.isZero());
    return {
      account: { ...account, holdings: held.map(({ instrument: { symbol }, ...holding }) => ({ ...holding, symbol })) },
      venue: this.venue.save(),
      unanswered: [...this.unanswered],
      answers: this.answers,
    };
  }

  load({ account, venue, unanswered, answers }: ExchangeState): void {
    const zero = Decimal.ZERO;
    const flat = { gross: zero, qty: zero, cost: zero, mark: zero, worth: zero, maintenance: zero };
    const holdings = this.instruments.map((instrument) => {
      const held = account.holdings.find(({ symbol }) => symbol === instrument.symbol) ?? flat;
      const { gross, qty, cost, mark, worth, maintenance } = held;
      return { gross, qty, cost, mark, worth, maintenance, instrument };
    });
    this.account.load({ ...account, holdings });
    this.venue.load(venue);
    this.answers = [...answers];
    for (const id of unanswered) this.unanswered.add(id);
  }
}
