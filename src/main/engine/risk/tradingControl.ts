// The account's brakes: trading state, locks and the loss streak; EquityBases holds what the loss limits are measured from.
// It decides nothing about single orders (riskChain.ts) and sends none: it answers with what changed.
import { invariant, need } from '../../../shared/assert.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { Trade } from '../../../shared/domain/portfolio.ts';
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import type { Lock, TradingState, TradingStateChange } from '../../../shared/domain/trading.ts';
import { Decimal } from '../../../shared/money.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { HOUR_MS, isoUtc } from '../../../shared/time.ts';
import { EquityBases, type EquityBasesState } from './equityBases.ts';
import { LockBook, type LockBookState, type LockEvent, type LockRequest } from './lockBook.ts';
import { lossText } from './lossLimit.ts';
import { coolDown } from './protections/coolDown.ts';
import { lowProfit } from './protections/lowProfit.ts';
import { type ClosedTrade, hoursAfter, type Protection } from './protections/protection.ts';
import { stopLossGuard } from './protections/stopLossGuard.ts';
import { type RiskAmounts, toRiskAmounts } from './riskAmounts.ts';
import { TRADING_MOVES } from './tradingMoves.ts';

/** Something that changed. All but `flattenRequested` are engine events as they stand. */
export type TradingChange =
  | LockEvent
  | { readonly kind: 'tradingStateChanged'; readonly change: TradingStateChange }
  /** Cancel everything and close every position reduce-only, with purpose `killSwitch`. */
  | { readonly kind: 'flattenRequested'; readonly reason: string };

export type TradingChanges = readonly TradingChange[];

/** When each step of the last kill switch was done; `verified`: the venue says flat. */
export interface KillSwitchReport {
  readonly startedAt: EpochMs;
  readonly reason: string;
  readonly canceledAt?: EpochMs;
  readonly flatAt?: EpochMs;
  readonly verifiedAt?: EpochMs;
}

/** Plain data; money as decimal strings. */
export interface TradingControlState {
  readonly state: TradingState;
  readonly change: TradingStateChange | null;
  readonly isSafeMode: boolean;
  readonly killSwitch: KillSwitchReport | null;
  readonly lockBook: LockBookState;
  readonly consecutiveLosses: number;
  readonly trades: readonly (Omit<ClosedTrade, 'result'> & { readonly result: string })[];
  readonly bases: EquityBasesState;
}

const NO_CHANGES: TradingChanges = Object.freeze([]);
const PROTECTIONS: readonly Protection[] = [stopLossGuard, lowProfit, coolDown];

export class TradingControl {
  #config: RiskConfig;
  #amounts: RiskAmounts;
  #state: TradingState = 'ACTIVE';
  #change: TradingStateChange | undefined;
  #isSafeMode = false;
  #killSwitch: KillSwitchReport | undefined;
  readonly #lockBook = new LockBook();
  #losses = 0;
  #trades: readonly ClosedTrade[] = [];
  readonly #bases: EquityBases;
  /** Derived: the earliest end of anything, the day included. 0 before the first day. */
  #wakeAt = 0;

  /** `config` is validated; its zone too (`parseDayZone`). */
  constructor(config: RiskConfig) {
    this.#config = config;
    this.#amounts = toRiskAmounts(config);
    this.#bases = new EquityBases(config, this.#amounts);
  }

  get config(): RiskConfig {
    return this.#config;
  }
  get amounts(): RiskAmounts {
    return this.#amounts;
  }
  get tradingState(): TradingState {
    return this.#state;
  }
  /** What led to the trading state. */
  get stateChange(): TradingStateChange | undefined {
    return this.#change;
  }
  get isSafeMode(): boolean {
    return this.#isSafeMode;
  }
  get killSwitchReport(): KillSwitchReport | undefined {
    return this.#killSwitch;
  }
  get locks(): readonly Lock[] {
    return this.#lockBook.locks;
  }
  get consecutiveLosses(): number {
    return this.#losses;
  }
  /** Zero before the first equity. */
  get dayStartEquity(): Decimal {
    return this.#bases.dayStart;
  }
  get peakEquity(): Decimal {
    return this.#bases.peak;
  }

  /** New limits from now on. What happened stays: state, locks, streak, day start and peak. */
  applyConfig(config: RiskConfig, now: EpochMs): void {
    this.#config = config;
    this.#amounts = toRiskAmounts(config);
    this.#bases.applyConfig(config, this.#amounts, now);
    this.#arm();
  }

  /** A sample of the equity, open positions included. The ordinary call only compares. */
  onEquity(equity: Decimal, now: EpochMs): TradingChanges {
    const ended = now >= this.#wakeAt ? this.onTime(now) : NO_CHANGES;
    return this.#bases.sample(equity, now) ? joined(ended, this.#checkLosses(equity, now)) : ended;
  }

  /** Ends what is over: locks, the day, the state of a day. */
  onTime(now: EpochMs): TradingChanges {
    if (now < this.#wakeAt) return NO_CHANGES;
    this.#bases.roll(now);
    let changes: TradingChanges = this.#released(this.#lockBook.releaseEnded(now));
    if (this.#change?.until !== undefined && now >= this.#change.until) {
      changes = joined(changes, this.#move('ACTIVE', now, { cause: 'newDay', reason: 'a new day has begun' }));
    }
    this.#arm();
    return changes;
  }

  /** When the next lock or state ends by itself; undefined: nothing does. */
  nextTime(): EpochMs | undefined {
    const [lock, state] = [this.#lockBook.nextUntil, this.#change?.until];
    return lock === undefined || (state !== undefined && state < lock) ? state : lock;
  }

  /** Money that moved in or out is neither loss nor gain: both bases keep their ratio to the equity. */
  onTransfer(equityBefore: Decimal, amount: Decimal): void {
    this.#bases.transfer(equityBefore, amount);
  }

  /** A loss is a trade with a negative P&L after fees; any other ends the streak. */
  onTradeClosed(trade: Trade, now: EpochMs): TradingChanges {
    this.#losses = trade.pnl.isNegative() ? this.#losses + 1 : 0;
    const { maxConsecutiveLosses: max, consecutiveLossLockHours: hours } = this.#config;
    let changes = NO_CHANGES;
    const isReached = max !== null && this.#losses >= max;
    if (isReached && hours !== null && !this.locks.some(({ code }) => code === 'CONSECUTIVE_LOSSES')) {
      const reason = `${this.#losses} losing trades in a row (limit ${max})`;
      changes = this.#lockBook.place({ code: 'CONSECUTIVE_LOSSES', until: hoursAfter(now, hours), reason }, now);
    }
    changes = joined(changes, this.#protect(trade, now));
    if (changes.length > 0) this.#arm();
    return changes;
  }

  /** Nothing but cancels, protective orders and the kill switch. */
  halt(reason: string, now: EpochMs): Result<TradingChanges> {
    if (this.#state === 'HALTED') return this.#refuse('to halt');
    return ok(this.#move('HALTED', now, { cause: 'command', reason }));
  }

  /** Only reducing orders. From HALTED it is a release, so it needs a reason; over a DAILY_LOSS it outlasts the day. */
  reduce(reason: string, now: EpochMs): Result<TradingChanges> {
    if (this.#state === 'REDUCING' && this.#change?.until === undefined) return this.#refuse('to reduce');
    if (this.#state === 'HALTED') return this.#releaseTo('REDUCING', reason, now);
    return ok(this.#move('REDUCING', now, { cause: 'command', reason }));
  }

  /** Back to ACTIVE. A loss limit that is breached is measured anew from here, else it would strike again at once. */
  resume(reason: string, now: EpochMs): Result<TradingChanges> {
    if (this.#state === 'ACTIVE') return this.#refuse('to resume');
    return this.#releaseTo('ACTIVE', reason, now);
  }

  /** HALTED and everything flat. Always accepted. */
  killSwitch(reason: string, now: EpochMs): TradingChanges {
    this.#killSwitch = { startedAt: now, reason };
    const halted = this.#move('HALTED', now, { cause: 'killSwitch', reason });
    return [...halted, { kind: 'flattenRequested', reason: `kill switch: ${reason}` }];
  }

  /** A step of the kill switch is done. The first time counts. */
  onKillSwitchStep(step: 'canceledAt' | 'flatAt' | 'verifiedAt', now: EpochMs): void {
    this.#killSwitch = { [step]: now, ...need(this.#killSwitch, 'a kill switch under way') };
  }

  enterSafeMode(reason: string, now: EpochMs): TradingChanges {
    this.#isSafeMode = true;
    return this.#state === 'HALTED' ? NO_CHANGES : this.#move('HALTED', now, { cause: 'safeMode', reason });
  }

  /** Back to the state before, if safe mode alone had halted trading. A day's REDUCING then ends by hand. */
  leaveSafeMode(reason: string, now: EpochMs): Result<TradingChanges> {
    if (!this.#isSafeMode) return fail({ message: 'the engine is not in safe mode' });
    if (reason.trim() === '') return fail({ message: 'leaving safe mode needs a reason' });
    this.#isSafeMode = false;
    const { cause, from = 'ACTIVE' } = this.#change ?? {};
    return ok(cause === 'safeMode' ? this.#move(from, now, { cause, reason }) : NO_CHANGES);
  }

  /** A lock by hand; without symbol and strategy it holds for all. */
  lock(request: Omit<LockRequest, 'code'>, now: EpochMs): Result<TradingChanges> {
    if (request.until <= now) {
      return fail({ message: `a lock must end in the future, found ${isoUtc(request.until)} at ${isoUtc(now)}` });
    }
    const changes = this.#lockBook.place({ ...request, code: 'LOCK_MANUAL' }, now);
    this.#arm();
    return ok(changes);
  }

  /** Releases any lock before its end. */
  unlock(id: number): Result<TradingChanges> {
    const changes = this.#released(this.#lockBook.release(id));
    this.#arm();
    return changes.length === 0 ? fail({ message: `no lock ${id} holds now` }) : ok(changes);
  }

  save(): TradingControlState {
    return {
      state: this.#state,
      change: this.#change ?? null,
      isSafeMode: this.#isSafeMode,
      killSwitch: this.#killSwitch ?? null,
      lockBook: this.#lockBook.save(),
      consecutiveLosses: this.#losses,
      trades: this.#trades.map((trade) => ({ ...trade, result: trade.result.toString() })),
      bases: this.#bases.save(),
    };
  }

  /** Continues exactly where `save` was called. */
  load(saved: TradingControlState): void {
    this.#state = saved.state;
    this.#change = saved.change ?? undefined;
    this.#isSafeMode = saved.isSafeMode;
    this.#killSwitch = saved.killSwitch ?? undefined;
    this.#lockBook.load(saved.lockBook);
    this.#losses = saved.consecutiveLosses;
    this.#trades = saved.trades.map((trade) => ({ ...trade, result: Decimal.of(trade.result) }));
    this.#bases.load(saved.bases);
    this.#arm();
  }

  #checkLosses(equity: Decimal, now: EpochMs): TradingChanges {
    const { dayStart, peak, dayEnd, breachedDrawdown, breachedDailyLoss } = this.#bases;
    const cause = this.#state === 'HALTED' ? this.#change?.cause : undefined;
    if (breachedDrawdown !== undefined && cause !== 'DRAWDOWN' && cause !== 'killSwitch') {
      const reason = lossText(equity, peak, breachedDrawdown);
      const halted = this.#move('HALTED', now, { cause: 'DRAWDOWN', reason });
      return this.#config.flattenOnDrawdown ? [...halted, { kind: 'flattenRequested', reason }] : halted;
    }
    if (breachedDailyLoss !== undefined && this.#state === 'ACTIVE') {
      const reason = lossText(equity, dayStart, breachedDailyLoss);
      return this.#move('REDUCING', now, { cause: 'DAILY_LOSS', reason, until: dayEnd });
    }
    return NO_CHANGES;
  }

  #protect(trade: Trade, now: EpochMs): TradingChanges {
    const { stopLossGuard: stops, lowProfitGuard: profit, coolDownMinutes } = this.#config;
    const lookbackHours = Math.max(stops?.lookbackHours ?? 0, profit?.lookbackHours ?? 0);
    if (lookbackHours === 0 && coolDownMinutes === null) return NO_CHANGES;
    const closed: ClosedTrade = {
      at: now,
      symbol: trade.symbol,
      result: trade.pnl.plus(trade.funding),
      isStop: trade.exitReason === 'stopLoss' || trade.exitReason === 'liquidation',
    };
    const since = now - lookbackHours * HOUR_MS;
    this.#trades = [...this.#trades.filter(({ at }) => at >= since), closed];
    const view = { config: this.#config, trades: this.#trades, closed, equity: this.#bases.equity };
    return PROTECTIONS.flatMap((protection) => {
      const request = protection(view);
      return request === undefined ? [] : this.#lockBook.extend(request, now);
    });
  }

  /** The end of a streak lock, by time or by hand, restarts the count. */
  #released(events: readonly LockEvent[]): TradingChanges {
    if (events.some(({ lock }) => lock.code === 'CONSECUTIVE_LOSSES')) this.#losses = 0;
    return events;
  }

  #releaseTo(to: TradingState, reason: string, now: EpochMs): Result<TradingChanges> {
    if (reason.trim() === '') return fail({ message: 'releasing the brakes needs a reason' });
    if (this.#isSafeMode) return fail({ message: 'the engine is in safe mode: leave it first' });
    this.#bases.restartBreached();
    return ok(this.#move(to, now, { cause: 'command', reason }));
  }

  #refuse(what: string): Result<never> {
    const since = this.#change === undefined ? '' : ` since ${isoUtc(this.#change.at)}: ${this.#change.reason}`;
    return fail({ message: `nothing ${what}: trading is ${this.#state}${since}` });
  }

  #move(to: TradingState, at: EpochMs, why: Pick<TradingStateChange, 'cause' | 'reason' | 'until'>): TradingChanges {
    const from = this.#state;
    invariant(TRADING_MOVES[from][to].includes(why.cause), `no move from ${from} to ${to} by ${why.cause}`);
    this.#state = to;
    this.#change = { from, to, at, ...why };
    this.#arm();
    return [{ kind: 'tradingStateChanged', change: this.#change }];
  }

  #arm(): void {
    this.#wakeAt = Math.min(this.#bases.dayEnd, this.nextTime() ?? Infinity);
  }
}

const joined = (first: TradingChanges, then: TradingChanges): TradingChanges =>
  first.length === 0 ? then : then.length === 0 ? first : [...first, ...then];
