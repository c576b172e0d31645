// Collects what a backtest's result needs from the events, in memory that grows with trades and sampled times only.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { LedgerKind, Trade } from '../../../shared/domain/portfolio.ts';
import { Decimal, DecimalColumn } from '../../../shared/money.ts';
import { isoUtc } from '../../../shared/time.ts';
import { describePosition } from '../execution/orderDesk.ts';
import type { EngineCore } from '../kernel/core.ts';
import type { EngineEvent } from '../kernel/events.ts';
import type { BacktestResult, Outage } from './backtestResult.ts';

export class BacktestRecord {
  private readonly trades: Trade[] = [];
  private times = new Float64Array(1024);
  private readonly values = new DecimalColumn();
  private readonly refusals: Record<string, number> = {};
  private readonly warnings: string[] = [];
  private readonly totals: Record<LedgerKind, Decimal> = {
    deposit: Decimal.ZERO,
    fee: Decimal.ZERO,
    realisedPnl: Decimal.ZERO,
    funding: Decimal.ZERO,
    transfer: Decimal.ZERO,
    correction: Decimal.ZERO,
  };
  private turnover = Decimal.ZERO;
  private exposureMs = 0;
  private lastClose = -1;

  /** Takes what counts of one event. */
  event(event: EngineEvent, core: EngineCore): void {
    switch (event.kind) {
      case 'equitySampled':
        this.sample(event.at, event.equity);
        return;
      case 'tradeClosed':
        this.trades.push(event.trade);
        return;
      case 'ledgerPosted': {
        const { kind, amount } = event.entry;
        this.totals[kind] = this.totals[kind].plus(amount);
        return;
      }
      case 'orderFilled': {
        const { qty, price, symbol } = event.fill;
        const { contractSize } = core.market(symbol).instrument;
        this.turnover = this.turnover.plus(qty.times(price).times(contractSize));
        return;
      }
      case 'decisionMade':
        if (event.decision.outcome === 'refused')
          this.refuse(event.decision.verdicts.find(({ allow }) => !allow)?.code);
        return;
      case 'tradingStateChanged':
      case 'lockPlaced':
      case 'unitFailed':
      case 'candleRejected':
      case 'configRefused':
        this.warn(event);
        return;
      default:
    }
  }

  /** Time in the market, once per close time. */
  candle(at: EpochMs, lengthMs: number, isExposed: boolean): void {
    if (isExposed && at !== this.lastClose) {
      this.exposureMs += lengthMs;
      this.lastClose = at;
    }
  }

  result(run: {
    readonly core: EngineCore;
    readonly cash: Decimal;
    readonly from: EpochMs;
    readonly candles: number;
    readonly outages: readonly Outage[];
  }): BacktestResult {
    const { core, cash, from, candles, outages } = run;
    return {
      startEquity: cash,
      finalEquity: core.portfolio.equity,
      trades: this.trades,
      open: [...core.portfolio.open].map((position) => describePosition(core, position)),
      equity: { at: this.times.slice(0, this.values.length), value: this.values },
      ledgerTotals: this.totals,
      refusals: this.refusals,
      candles,
      from,
      to: core.clock,
      exposureMs: this.exposureMs,
      turnover: this.turnover,
      outages,
      ordersSent: core.intent,
      warnings: this.warnings,
    };
  }

  /** Symbols that close at the same time make one sample: the last one, with every price of that time in it. */
  private sample(at: EpochMs, equity: Decimal): void {
    const { values } = this;
    const count = values.length;
    if (count > 0 && this.times[count - 1] === at) return values.set(count - 1, equity);
    if (count === this.times.length) {
      const times = new Float64Array(2 * count);
      times.set(this.times);
      this.times = times;
    }
    this.times[count] = at;
    values.push(equity);
  }

  private refuse(code: string | undefined): void {
    if (code !== undefined) this.refusals[code] = (this.refusals[code] ?? 0) + 1;
  }

  private warn(
    event: Extract<
      EngineEvent,
      { kind: 'tradingStateChanged' | 'lockPlaced' | 'unitFailed' | 'candleRejected' | 'configRefused' }
    >,
  ): void {
    if (this.warnings.length < WARNINGS_KEPT) this.warnings.push(warningText(event));
  }
}

/** More would only repeat what the first ones say. */
const WARNINGS_KEPT = 100;

function warningText(
  event: Extract<
    EngineEvent,
    { kind: 'tradingStateChanged' | 'lockPlaced' | 'unitFailed' | 'candleRejected' | 'configRefused' }
  >,
): string {
  switch (event.kind) {
    case 'tradingStateChanged':
      return `${isoUtc(event.change.at)} trading ${event.change.to} by ${event.change.cause}: ${event.change.reason}`;
    case 'lockPlaced':
      return `${event.lock.code}: ${event.lock.reason}`;
    case 'unitFailed':
      return `${event.processor} of ${event.unit} failed: ${event.message}`;
    default:
      return event.reason;
  }
}
