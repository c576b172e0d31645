// The equity that loss limits are measured from: at the start of the configured day, and at its peak.
import { invariant } from '../../../shared/assert.ts';
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import type { RiskConfig } from '../../../shared/domain/risk.ts';
import { Decimal } from '../../../shared/money.ts';
import { type DayZone, parseDayZone } from './dayZone.ts';
import { isLossBreached } from './lossLimit.ts';
import type { RiskAmounts } from './riskAmounts.ts';

/** Plain data; money as decimal strings, null before the first sample. */
export interface EquityBasesState {
  readonly dayStart: string | null;
  readonly peak: string | null;
  readonly equity: string | null;
  readonly midnight: number;
  readonly dayEnd: number;
}

/** Floats only tell when an exact look is due; the margin covers their rounding. */
const FLOAT_MARGIN = 1 + 1e-9;
const floorOf = (base: Decimal, pct: Decimal | undefined): number =>
  pct === undefined ? -Infinity : base.toNumber() * (1 - pct.toNumber() / 100) * FLOAT_MARGIN;

export class EquityBases {
  #zoneName: string;
  #zone: DayZone;
  #amounts: RiskAmounts;
  #dayStart: Decimal | undefined;
  #peak: Decimal | undefined;
  #equity: Decimal | undefined;
  /** The midnight this day began with, if the engine was awake at that very millisecond, else -1. */
  #midnight = -1;
  /** 0 before the first day. */
  #dayEnd = 0;
  // Derived: no limit can be breached at or above both.
  #dayFloor = -Infinity;
  #peakFloor = -Infinity;

  constructor({ dayZone }: RiskConfig, amounts: RiskAmounts) {
    this.#zoneName = dayZone;
    this.#zone = zoneOf(dayZone);
    this.#amounts = amounts;
  }

  /** Zero before the first sample, like the other two. */
  get dayStart(): Decimal {
    return this.#dayStart ?? Decimal.ZERO;
  }
  get peak(): Decimal {
    return this.#peak ?? Decimal.ZERO;
  }
  get equity(): Decimal {
    return this.#equity ?? Decimal.ZERO;
  }
  get dayEnd(): EpochMs {
    return toEpochMs(this.#dayEnd);
  }

  /** The limit that the last sample breaches, in percent. */
  get breachedDailyLoss(): Decimal | undefined {
    const pct = this.#amounts.maxDailyLossPct;
    return pct !== undefined && isLossBreached(this.equity, this.dayStart, pct) ? pct : undefined;
  }
  get breachedDrawdown(): Decimal | undefined {
    const pct = this.#amounts.maxDrawdownPct;
    return pct !== undefined && isLossBreached(this.equity, this.peak, pct) ? pct : undefined;
  }

  applyConfig({ dayZone }: RiskConfig, amounts: RiskAmounts, now: EpochMs): void {
    this.#amounts = amounts;
    if (dayZone !== this.#zoneName) {
      this.#zoneName = dayZone;
      this.#zone = zoneOf(dayZone);
      if (this.#dayEnd > 0) this.#dayEnd = this.#zone.nextMidnight(now);
    }
    this.#derive();
  }

  /** Takes a sample of the day; false: surely no limit is breached. `roll` comes first at a new day. */
  sample(equity: Decimal, now: EpochMs): boolean {
    this.#equity = equity;
    // All samples of the midnight millisecond are equity at 00:00: the last one counts.
    if (this.#dayStart === undefined || now === this.#midnight) this.#setDayStart(equity);
    if (this.#peak === undefined || equity.gt(this.#peak)) this.#setPeak(equity);
    const value = equity.toNumber();
    return value < this.#dayFloor || value < this.#peakFloor;
  }

  /** Begins a new day if it is time. Without a sample at midnight itself, the last one before it is the equity at 00:00. */
  roll(now: EpochMs): void {
    if (now < this.#dayEnd) return;
    this.#midnight = this.#zone.nextMidnight(toEpochMs(now - 1)) === now ? now : -1;
    this.#dayEnd = this.#zone.nextMidnight(now);
    if (this.#equity !== undefined) this.#setDayStart(this.#equity);
  }

  /** Money that came or went is neither gain nor loss: both bases keep their ratio to the equity. */
  transfer(before: Decimal, amount: Decimal): void {
    const after = before.plus(amount);
    const scaled = (base: Decimal): Decimal =>
      before.isPositive() ? base.times(after).dividedBy(before).roundTo(8, 'halfEven') : after;
    this.#equity = after;
    if (this.#dayStart !== undefined) this.#setDayStart(scaled(this.#dayStart));
    if (this.#peak !== undefined) this.#setPeak(scaled(this.#peak));
  }

  /** Measures each limit that is breached now from the present equity on. */
  restartBreached(): void {
    if (this.breachedDailyLoss !== undefined) this.#setDayStart(this.equity);
    if (this.breachedDrawdown !== undefined) this.#setPeak(this.equity);
  }

  save(): EquityBasesState {
    return {
      dayStart: this.#dayStart?.toString() ?? null,
      peak: this.#peak?.toString() ?? null,
      equity: this.#equity?.toString() ?? null,
      midnight: this.#midnight,
      dayEnd: this.#dayEnd,
    };
  }

  load({ dayStart, peak, equity, midnight, dayEnd }: EquityBasesState): void {
    this.#dayStart = money(dayStart);
    this.#peak = money(peak);
    this.#equity = money(equity);
    this.#midnight = midnight;
    this.#dayEnd = dayEnd;
    this.#derive();
  }

  #setDayStart(equity: Decimal): void {
    this.#dayStart = equity;
    this.#dayFloor = floorOf(equity, this.#amounts.maxDailyLossPct);
  }

  #setPeak(equity: Decimal): void {
    this.#peak = equity;
    this.#peakFloor = floorOf(equity, this.#amounts.maxDrawdownPct);
  }

  #derive(): void {
    if (this.#dayStart !== undefined) this.#setDayStart(this.#dayStart);
    if (this.#peak !== undefined) this.#setPeak(this.#peak);
  }
}

const money = (text: string | null): Decimal | undefined => (text === null ? undefined : Decimal.of(text));

function zoneOf(name: string): DayZone {
  const zone = parseDayZone(name);
  invariant(zone.ok, `expected a validated zone, found ${name}`);
  return zone.value;
}
