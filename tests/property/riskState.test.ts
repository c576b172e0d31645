// The trading state against a naive model of its limits, its table of moves, and a snapshot at every step.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TradingControl, type TradingChanges } from '../../src/main/engine/risk/tradingControl.ts';
import { TRADING_MOVES } from '../../src/main/engine/risk/tradingMoves.ts';
import { toEpochMs } from '../../src/shared/domain/ids.ts';
import type { TradingState } from '../../src/shared/domain/trading.ts';
import { DAY_MS, HOUR_MS } from '../../src/shared/time.ts';
import { aRiskConfig, aTrade, dec } from '../builders/risk.ts';

const changesOf = (result: ReturnType<TradingControl['resume']>): TradingChanges => (result.ok ? result.value : []);

interface Sample {
  readonly at: number;
  readonly equity: number;
}

/** Looks at the whole past again for each sample. Integers only. */
class NaiveLimits {
  readonly samples: Sample[] = [];
  state: TradingState = 'ACTIVE';
  #until = Infinity;
  #dayRestart: Sample | undefined;
  #peakRestart = -Infinity;

  sample(sample: Sample, dayPct: number, peakPct: number): void {
    this.samples.push(sample);
    if (sample.at >= this.#until) this.#set('ACTIVE', Infinity);
    const midnight = Math.floor(sample.at / DAY_MS) * DAY_MS;
    if (this.state !== 'HALTED' && lost(sample.equity, this.peak(), peakPct)) this.#set('HALTED', Infinity);
    else if (this.state === 'ACTIVE' && lost(sample.equity, this.dayStart(sample.at), dayPct)) {
      this.#set('REDUCING', midnight + DAY_MS);
    }
  }

  resume(dayPct: number, peakPct: number): void {
    const last = this.samples.at(-1);
    if (this.state === 'ACTIVE' || last === undefined) return;
    if (lost(last.equity, this.dayStart(last.at), dayPct)) this.#dayRestart = last;
    if (lost(last.equity, this.peak(), peakPct)) this.#peakRestart = this.samples.length - 1;
    this.#set('ACTIVE', Infinity);
  }

  dayStart(now: number): number {
    const midnight = Math.floor(now / DAY_MS) * DAY_MS;
    const restart = this.#dayRestart;
    const sharp = this.samples.findLast(({ at }) => at === midnight);
    if (restart !== undefined && restart.at >= midnight && !(sharp?.at === now && restart.at === now)) {
      return restart.equity;
    }
    const base = sharp ?? this.samples.findLast(({ at }) => at < midnight) ?? this.samples[0]!;
    return base.equity;
  }

  peak(): number {
    return Math.max(...this.samples.slice(Math.max(0, this.#peakRestart)).map(({ equity }) => equity));
  }

  #set(state: TradingState, until: number): void {
    this.state = state;
    this.#until = until;
  }
}

const lost = (equity: number, base: number, pct: number): boolean => base > 0 && (base - equity) * 100 > pct * base;

describe('loss limits', () => {
  it('agree with a naive model, resumes included', () => {
    const seen = { REDUCING: 0, HALTED: 0 };
    const step = fc.record({
      // Whole hours, so that midnight is often hit exactly; never zero, so that a resume is between samples.
      hours: fc.integer({ min: 1, max: 30 }),
      move: fc.integer({ min: -60, max: 60 }),
      isResumed: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 20 }),
        (steps, dayPct, peakPct) => {
          const control = new TradingControl(aRiskConfig({ maxDailyLossPct: dayPct, maxDrawdownPct: peakPct }));
          const naive = new NaiveLimits();
          let [now, equity] = [toEpochMs(5 * DAY_MS), 1000];
          for (const { hours, move, isResumed } of steps) {
            now = toEpochMs(now + hours * HOUR_MS);
            equity = Math.max(1, equity + move);
            control.onEquity(dec(equity), now);
            naive.sample({ at: now, equity }, dayPct, peakPct);
            expect(control.tradingState).toBe(naive.state);
            expect(control.dayStartEquity.toNumber()).toBe(naive.dayStart(now));
            expect(control.peakEquity.toNumber()).toBe(naive.peak());
            if (control.tradingState !== 'ACTIVE') seen[control.tradingState]++;
            if (isResumed) {
              control.resume('test', now);
              naive.resume(dayPct, peakPct);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(Math.min(seen.REDUCING, seen.HALTED)).toBeGreaterThan(100);
  });
});

describe('trading state', () => {
  const CONFIG = aRiskConfig({
    maxDailyLossPct: 5,
    maxDrawdownPct: 10,
    flattenOnDrawdown: true,
    maxConsecutiveLosses: 2,
    coolDownMinutes: 90,
    stopLossGuard: { lookbackHours: 3, maxStops: 1, lockHours: 5, perSymbol: true },
    lowProfitGuard: { lookbackHours: 8, minTrades: 3, minReturnPct: 0, lockHours: 2 },
    dayZone: 'Europe/Berlin',
  });
  type Action = (control: TradingControl, now: ReturnType<typeof toEpochMs>) => TradingChanges;
  const ACTIONS: fc.Arbitrary<Action> = fc.oneof(
    fc.integer({ min: 700, max: 1100 }).map(
      (equity): Action =>
        (control, now) =>
          control.onEquity(dec(equity), now),
    ),
    fc.constantFrom<Action[]>(
      (control, now) => control.onTime(now),
      (control, now) => control.onTradeClosed(aTrade({ pnl: dec(-1), exitReason: 'stopLoss' }), now),
      (control, now) => control.onTradeClosed(aTrade(), now),
      (control, now) => changesOf(control.halt('', now)),
      (control, now) => changesOf(control.reduce('test', now)),
      (control, now) => changesOf(control.resume('test', now)),
      (control, now) => control.killSwitch('test', now),
      (control, now) => control.enterSafeMode('test', now),
      (control, now) => changesOf(control.leaveSafeMode('test', now)),
      (control, now) => changesOf(control.lock({ until: toEpochMs(now + HOUR_MS), reason: 'test' }, now)),
      (control) => changesOf(control.unlock(control.locks[0]?.id ?? 0)),
      (control) => {
        control.onTransfer(dec(1000), dec(-100));
        return [];
      },
    ),
  );
  const script = fc.array(fc.tuple(ACTIONS, fc.integer({ min: 0, max: 8 * HOUR_MS })), { maxLength: 40 });

  it('moves only along the table, has always a way back, and nothing outlives its end', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const control = new TradingControl(CONFIG);
        let [now, state]: [ReturnType<typeof toEpochMs>, TradingState] = [toEpochMs(0), 'ACTIVE'];
        for (const [action, waitMs] of steps) {
          now = toEpochMs(now + waitMs);
          for (const change of [...control.onTime(now), ...action(control, now)]) {
            if (change.kind !== 'tradingStateChanged') continue;
            const { from, to, cause, at } = change.change;
            expect(from).toBe(state);
            expect(TRADING_MOVES[from][to]).toContain(cause);
            expect(at).toBe(now);
            state = to;
          }
          expect(control.tradingState).toBe(state);
          expect(control.locks.every(({ until }) => until > now)).toBe(true);
          expect(control.nextTime() ?? Infinity).toBeGreaterThan(now);
        }
        control.leaveSafeMode('way back', now);
        control.resume('way back', now);
        expect(control.tradingState).toBe('ACTIVE');
      }),
      { numRuns: 300 },
    );
  });

  it('goes on alike after save and load at any step, through JSON', () => {
    fc.assert(
      fc.property(script, fc.nat(40), (steps, saveAt) => {
        const original = new TradingControl(CONFIG);
        let copy = original;
        let now = toEpochMs(0);
        for (const [index, [action, waitMs]] of steps.entries()) {
          if (index === saveAt) {
            copy = new TradingControl(CONFIG);
            copy.load(JSON.parse(JSON.stringify(original.save())) as ReturnType<TradingControl['save']>);
          }
          now = toEpochMs(now + waitMs);
          const changes = action(original, now);
          if (copy !== original) expect(action(copy, now)).toEqual(changes);
          expect(copy.save()).toEqual(original.save());
        }
      }),
      { numRuns: 300 },
    );
  });
});
