import { describe, expect, it } from 'vitest';
import {
  TradingControl,
  type TradingChange,
  type TradingChanges,
} from '../../../../src/main/engine/risk/tradingControl.ts';
import { type EpochMs, toEpochMs, toSymbolId } from '../../../../src/shared/domain/ids.ts';
import type { Trade } from '../../../../src/shared/domain/portfolio.ts';
import type { RiskConfig } from '../../../../src/shared/domain/risk.ts';
import type { Result } from '../../../../src/shared/result.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/time.ts';
import { aRiskConfig, aTrade, dec } from '../../../builders/risk.ts';

const at = (text: string): EpochMs => toEpochMs(Date.parse(text));
const NOON = at('2025-01-01T12:00:00Z');
const hours = (count: number): EpochMs => toEpochMs(NOON + count * HOUR_MS);
const ETH = toSymbolId('ETH/USDT:USDT');

const aControl = (config: Partial<RiskConfig> = {}, equity = 10_000): TradingControl => {
  const control = new TradingControl(aRiskConfig(config));
  control.onEquity(dec(equity), NOON);
  return control;
};
/** `REDUCING by DAILY_LOSS`, `+LOCK_COOLDOWN`, `-LOCK_COOLDOWN`, `flatten`. */
const told = (changes: TradingChanges): string[] => changes.map(oneLine);
const oneLine = (change: TradingChange): string => {
  switch (change.kind) {
    case 'tradingStateChanged':
      return `${change.change.to} by ${change.change.cause}`;
    case 'lockPlaced':
      return `+${change.lock.code}`;
    case 'lockReleased':
      return `-${change.lock.code}`;
    case 'flattenRequested':
      return 'flatten';
  }
};
const done = (result: Result<TradingChanges>): string[] => {
  if (!result.ok) throw new Error(result.error.message);
  return told(result.value);
};
const refused = (result: Result<TradingChanges>): string => {
  if (result.ok) throw new Error(`accepted: ${told(result.value).join()}`);
  return result.error.message;
};
const aLoss = (changes: Partial<Trade> = {}): Trade => aTrade({ pnl: dec(-1), ...changes });

describe('daily loss', () => {
  const config = { maxDailyLossPct: 5 };

  it('at the limit nothing happens, one step over only reducing until the next day', () => {
    const control = aControl(config);
    expect(control.onEquity(dec(9500), hours(1))).toEqual([]);
    const [change] = control.onEquity(dec('9499.99999999'), hours(2));
    expect(change).toEqual({
      kind: 'tradingStateChanged',
      change: {
        from: 'ACTIVE',
        to: 'REDUCING',
        at: hours(2),
        cause: 'DAILY_LOSS',
        reason: 'equity 9499.99999999 is 5.00 % below 10000 (limit 5 %)',
        until: at('2025-01-02T00:00:00Z'),
      },
    });
    expect(control.nextTime()).toBe(at('2025-01-02T00:00:00Z'));
    expect(told(control.onEquity(dec(9000), hours(3)))).toEqual([]);
    expect(told(control.onTime(toEpochMs(hours(12) - 1)))).toEqual([]);
    expect(told(control.onTime(hours(12)))).toEqual(['ACTIVE by newDay']);
    expect(control.nextTime()).toBeUndefined();
    expect(told(control.onEquity(dec(8600), hours(13)))).toEqual([]);
    expect(told(control.onEquity(dec(8549), hours(14)))).toEqual(['REDUCING by DAILY_LOSS']);
  });

  it('the sample of midnight itself is the equity at 00:00; without one it is the last before', () => {
    const sharp = aControl(config);
    sharp.onTime(hours(12));
    expect(sharp.dayStartEquity.toString()).toBe('10000');
    sharp.onEquity(dec(9000), hours(12));
    sharp.onEquity(dec(9001), hours(12));
    expect(sharp.dayStartEquity.toString()).toBe('9001');
    sharp.onEquity(dec(9002), toEpochMs(hours(12) + 1));
    expect(sharp.dayStartEquity.toString()).toBe('9001');

    const late = aControl(config);
    late.onEquity(dec(9700), hours(11));
    expect(told(late.onEquity(dec(9200), hours(13)))).toEqual(['REDUCING by DAILY_LOSS']);
    expect(late.dayStartEquity.toString()).toBe('9700');
  });

  it('days begin at midnight of the zone, also when its clock is changed', () => {
    const control = new TradingControl(aRiskConfig({ ...config, dayZone: 'Europe/Berlin' }));
    control.onEquity(dec(1000), at('2025-03-29T23:00:00Z'));
    const [change] = control.onEquity(dec(900), at('2025-03-30T01:00:00Z'));
    expect(change).toMatchObject({ change: { until: at('2025-03-30T22:00:00Z') } });
    control.onEquity(dec(901), at('2025-03-30T21:59:59Z'));
    expect(control.dayStartEquity.toString()).toBe('1000');
    expect(told(control.onEquity(dec(902), at('2025-03-30T22:00:00Z')))).toEqual(['ACTIVE by newDay']);
    expect(control.dayStartEquity.toString()).toBe('902');
  });

  it('a manual resume measures from the present equity on', () => {
    const control = aControl(config);
    control.onEquity(dec(9000), hours(1));
    expect(done(control.resume('news understood', hours(2)))).toEqual(['ACTIVE by command']);
    expect(control.dayStartEquity.toString()).toBe('9000');
    expect(told(control.onEquity(dec(8550), hours(3)))).toEqual([]);
    expect(told(control.onEquity(dec(8549), hours(4)))).toEqual(['REDUCING by DAILY_LOSS']);
  });

  it('reducing by hand outlasts the day', () => {
    const control = aControl(config);
    control.onEquity(dec(9000), hours(1));
    expect(done(control.reduce('', hours(2)))).toEqual(['REDUCING by command']);
    expect(told(control.onTime(hours(12)))).toEqual([]);
    expect(control.tradingState).toBe('REDUCING');
  });
});

describe('drawdown', () => {
  const config = { maxDrawdownPct: 15, maxDailyLossPct: 50 };

  it('halts from the peak on, and only a reason by hand releases it', () => {
    const control = aControl(config);
    control.onEquity(dec(20_000), hours(1));
    expect(told(control.onEquity(dec(17_000), hours(2)))).toEqual([]);
    expect(told(control.onEquity(dec('16999.99'), hours(3)))).toEqual(['HALTED by DRAWDOWN']);
    expect(told(control.onEquity(dec(10_000), hours(4)))).toEqual([]);
    expect(control.nextTime()).toBeUndefined();
    expect(told(control.onTime(hours(100)))).toEqual([]);
    expect(refused(control.resume('  ', hours(101)))).toBe('releasing the brakes needs a reason');
    expect(done(control.resume('new plan', hours(102)))).toEqual(['ACTIVE by command']);
    expect(control.peakEquity.toString()).toBe('10000');
    expect(told(control.onEquity(dec(8500), hours(103)))).toEqual([]);
    expect(told(control.onEquity(dec(8499), hours(104)))).toEqual(['HALTED by DRAWDOWN']);
  });

  it('asks to flatten if so configured, even when halted by hand before', () => {
    const control = aControl({ ...config, flattenOnDrawdown: true });
    done(control.halt('lunch', hours(1)));
    expect(told(control.onEquity(dec(8000), hours(2)))).toEqual(['HALTED by DRAWDOWN', 'flatten']);
    expect(told(control.onEquity(dec(7000), hours(3)))).toEqual([]);
  });

  it('is graver than the daily loss and outlasts the day', () => {
    const control = aControl({ maxDrawdownPct: 10, maxDailyLossPct: 5 });
    expect(told(control.onEquity(dec(9400), hours(1)))).toEqual(['REDUCING by DAILY_LOSS']);
    expect(told(control.onEquity(dec(8900), hours(2)))).toEqual(['HALTED by DRAWDOWN']);
    expect(told(control.onTime(hours(12)))).toEqual([]);
    expect(control.tradingState).toBe('HALTED');
  });

  it('a resume keeps a peak that is not breached', () => {
    const control = aControl(config);
    control.onEquity(dec(9000), hours(1));
    done(control.halt('', hours(1)));
    done(control.resume('go on', hours(2)));
    expect(control.peakEquity.toString()).toBe('10000');
  });
});

describe('transfers', () => {
  it('are neither loss nor gain: the share that is lost stays the same', () => {
    const control = aControl({ maxDailyLossPct: 5, maxDrawdownPct: 15 });
    control.onEquity(dec(9700), hours(1));
    control.onTransfer(dec(9700), dec(-4850));
    expect(told(control.onEquity(dec(4850), hours(2)))).toEqual([]);
    expect([control.dayStartEquity, control.peakEquity].map(String)).toEqual(['5000', '5000']);
    expect(told(control.onEquity(dec('4749.99'), hours(3)))).toEqual(['REDUCING by DAILY_LOSS']);
  });

  it('the first deposit starts the account', () => {
    const control = aControl({ maxDailyLossPct: 5 }, 0);
    control.onTransfer(dec(0), dec(100));
    expect([control.dayStartEquity, control.peakEquity].map(String)).toEqual(['100', '100']);
  });
});

describe('loss streak', () => {
  const config = { maxConsecutiveLosses: 3, consecutiveLossLockHours: 4 };

  it('regression: a lock of null hours is no lock', () => {
    const control = aControl({ ...config, consecutiveLossLockHours: null });
    for (let loss = 0; loss < 9; loss++) expect(control.onTradeClosed(aLoss(), NOON)).toEqual([]);
  });

  it('locks at the limit; the count restarts when the lock ends', () => {
    const control = aControl(config);
    for (const pnl of [-1, -1, 0, -1, -1]) {
      expect(told(control.onTradeClosed(aTrade({ pnl: dec(pnl) }), NOON))).toEqual([]);
    }
    const [placed] = control.onTradeClosed(aLoss(), NOON);
    expect(placed).toEqual({
      kind: 'lockPlaced',
      lock: {
        id: 1,
        code: 'CONSECUTIVE_LOSSES',
        from: NOON,
        until: hours(4),
        reason: '3 losing trades in a row (limit 3)',
      },
    });
    expect(told(control.onTradeClosed(aLoss(), hours(1)))).toEqual([]);
    expect(control.consecutiveLosses).toBe(4);
    expect(control.nextTime()).toBe(hours(4));
    expect(told(control.onTime(hours(4)))).toEqual(['-CONSECUTIVE_LOSSES']);
    expect(control.consecutiveLosses).toBe(0);
    expect(told(control.onTradeClosed(aLoss(), hours(5)))).toEqual([]);
  });

  it('a release by hand restarts the count too', () => {
    const control = aControl(config);
    for (let i = 0; i < 3; i++) control.onTradeClosed(aLoss(), NOON);
    expect(done(control.unlock(1))).toEqual(['-CONSECUTIVE_LOSSES']);
    expect(control.consecutiveLosses).toBe(0);
    expect(refused(control.unlock(1))).toBe('no lock 1 holds now');
  });
});

describe('protections', () => {
  const stopped = (changes: Partial<Trade> = {}): Trade => aLoss({ exitReason: 'stopLoss', ...changes });

  it('stop-loss guard: more than maxStops within the look-back, over all symbols', () => {
    const control = aControl({ stopLossGuard: { lookbackHours: 2, maxStops: 2, lockHours: 3, perSymbol: false } });
    expect(told(control.onTradeClosed(stopped(), NOON))).toEqual([]);
    expect(told(control.onTradeClosed(stopped({ symbol: ETH }), hours(1)))).toEqual([]);
    expect(told(control.onTradeClosed(aLoss(), hours(1)))).toEqual([]);
    const [placed] = control.onTradeClosed(stopped(), hours(2));
    expect(placed).toMatchObject({ lock: { reason: '3 stop losses within 2 h, at most 2', until: hours(5) } });
    expect(placed).not.toHaveProperty('lock.symbol');
  });

  it('stop-loss guard: stops older than the look-back are forgotten', () => {
    const control = aControl({ stopLossGuard: { lookbackHours: 2, maxStops: 1, lockHours: 3, perSymbol: false } });
    control.onTradeClosed(stopped(), NOON);
    expect(told(control.onTradeClosed(stopped(), toEpochMs(hours(2) + 1)))).toEqual([]);
    expect(told(control.onTradeClosed(stopped({ exitReason: 'liquidation' }), hours(3)))).toEqual([
      '+LOCK_STOPLOSS_GUARD',
    ]);
  });

  it('stop-loss guard: symbol by symbol; a further stop extends the lock', () => {
    const control = aControl({ stopLossGuard: { lookbackHours: 2, maxStops: 1, lockHours: 3, perSymbol: true } });
    control.onTradeClosed(stopped(), NOON);
    expect(told(control.onTradeClosed(stopped({ symbol: ETH }), NOON))).toEqual([]);
    const [placed] = control.onTradeClosed(stopped({ symbol: ETH }), hours(1));
    expect(placed).toMatchObject({ lock: { symbol: ETH, reason: `2 stop losses in ${ETH} within 2 h, at most 1` } });
    expect(told(control.onTradeClosed(stopped({ symbol: ETH }), hours(2)))).toEqual([
      '-LOCK_STOPLOSS_GUARD',
      '+LOCK_STOPLOSS_GUARD',
    ]);
    expect(control.locks.map(({ until }) => until)).toEqual([hours(5)]);
  });

  it('low profit: enough trades that together return too little of the equity', () => {
    const control = aControl({ lowProfitGuard: { lookbackHours: 6, minTrades: 2, minReturnPct: 0.1, lockHours: 3 } });
    expect(told(control.onTradeClosed(aTrade({ pnl: dec(-90) }), NOON))).toEqual([]);
    expect(told(control.onTradeClosed(aTrade({ symbol: ETH, pnl: dec(-90) }), NOON))).toEqual([]);
    expect(told(control.onTradeClosed(aTrade({ pnl: dec(98), funding: dec(2) }), hours(1)))).toEqual([]);
    const [placed] = control.onTradeClosed(aTrade({ pnl: dec('-0.01') }), hours(2));
    expect(placed).toMatchObject({
      lock: {
        code: 'LOCK_LOW_PROFIT',
        symbol: 'BTC/USDT:USDT',
        until: hours(5),
        reason: '3 trades in BTC/USDT:USDT within 6 h made 9.99, less than 0.1 % of equity',
      },
    });
  });

  it('cool-down: a symbol rests after each trade, won or lost', () => {
    const control = aControl({ coolDownMinutes: 15 });
    expect(told(control.onTradeClosed(aTrade(), NOON))).toEqual(['+LOCK_COOLDOWN']);
    expect(control.locks).toMatchObject([{ symbol: 'BTC/USDT:USDT', until: NOON + 15 * MINUTE_MS }]);
    expect(told(control.onTradeClosed(aTrade(), NOON))).toEqual([]);
  });
});

describe('commands', () => {
  it('every state has a way back, and a command that changes nothing says why', () => {
    const control = aControl();
    expect(refused(control.resume('why not', hours(1)))).toBe('nothing to resume: trading is ACTIVE');
    expect(done(control.halt('news', hours(1)))).toEqual(['HALTED by command']);
    expect(refused(control.halt('again', hours(1)))).toBe(
      'nothing to halt: trading is HALTED since 2025-01-01T13:00:00Z: news',
    );
    expect(refused(control.reduce('', hours(2)))).toBe('releasing the brakes needs a reason');
    expect(done(control.reduce('careful', hours(2)))).toEqual(['REDUCING by command']);
    expect(refused(control.reduce('again', hours(2)))).toContain('nothing to reduce');
    expect(done(control.resume('fine', hours(3)))).toEqual(['ACTIVE by command']);
    expect(control.stateChange).toEqual({
      from: 'REDUCING',
      to: 'ACTIVE',
      at: hours(3),
      cause: 'command',
      reason: 'fine',
    });
  });

  it('the kill switch halts from any state, flattens, and keeps the time of each step', () => {
    const control = aControl({ maxDrawdownPct: 10, flattenOnDrawdown: true });
    done(control.halt('', NOON));
    expect(told(control.killSwitch('fire', hours(1)))).toEqual(['HALTED by killSwitch', 'flatten']);
    control.onKillSwitchStep('canceledAt', hours(2));
    control.onKillSwitchStep('canceledAt', hours(3));
    control.onKillSwitchStep('verifiedAt', hours(4));
    expect(control.killSwitchReport).toEqual({
      startedAt: hours(1),
      reason: 'fire',
      canceledAt: hours(2),
      verifiedAt: hours(4),
    });
    expect(told(control.onEquity(dec(1), hours(5)))).toEqual([]);
    expect(done(control.resume('put out', hours(6)))).toEqual(['ACTIVE by command']);
    expect(() => aControl().onKillSwitchStep('flatAt', NOON)).toThrow('kill switch');
  });

  it('safe mode halts; leaving it needs a reason and restores what was before', () => {
    const control = aControl();
    done(control.reduce('careful', NOON));
    expect(told(control.enterSafeMode('fault at step 7', hours(1)))).toEqual(['HALTED by safeMode']);
    expect(refused(control.resume('now', hours(2)))).toBe('the engine is in safe mode: leave it first');
    expect(refused(control.leaveSafeMode('', hours(2)))).toBe('leaving safe mode needs a reason');
    expect(done(control.leaveSafeMode('fixed', hours(2)))).toEqual(['REDUCING by safeMode']);
    expect(refused(control.leaveSafeMode('fixed', hours(2)))).toBe('the engine is not in safe mode');

    done(control.halt('lunch', hours(3)));
    expect(told(control.enterSafeMode('fault', hours(4)))).toEqual([]);
    expect(done(control.leaveSafeMode('fixed', hours(5)))).toEqual([]);
    expect([control.isSafeMode, control.tradingState]).toEqual([false, 'HALTED']);
  });

  it('locks by hand have scope, reason and end', () => {
    const control = aControl();
    expect(done(control.lock({ symbol: ETH, until: hours(2), reason: 'listing' }, NOON))).toEqual(['+LOCK_MANUAL']);
    expect(done(control.lock({ until: hours(1), reason: 'all' }, NOON))).toEqual(['+LOCK_MANUAL']);
    expect(refused(control.lock({ until: NOON, reason: '' }, NOON))).toBe(
      'a lock must end in the future, found 2025-01-01T12:00:00Z at 2025-01-01T12:00:00Z',
    );
    expect(control.nextTime()).toBe(hours(1));
    expect(told(control.onTime(hours(1)))).toEqual(['-LOCK_MANUAL']);
    expect(control.nextTime()).toBe(hours(2));
    expect(control.locks).toEqual([
      { id: 1, code: 'LOCK_MANUAL', symbol: ETH, from: NOON, until: hours(2), reason: 'listing' },
    ]);
  });
});

describe('a new configuration', () => {
  it('keeps what happened and acts from now on', () => {
    const control = aControl({ coolDownMinutes: 60 });
    for (let i = 0; i < 3; i++) control.onTradeClosed(aLoss(), NOON);
    control.onEquity(dec(9000), hours(0.5));
    control.applyConfig(
      aRiskConfig({ maxConsecutiveLosses: 3, maxDailyLossPct: 5, dayZone: 'Europe/Berlin' }),
      hours(0.5),
    );
    expect(control.locks).toHaveLength(1);
    expect(told(control.onTradeClosed(aLoss(), hours(0.5)))).toEqual(['+CONSECUTIVE_LOSSES']);
    const [change] = control.onEquity(dec(9000), hours(0.6));
    expect(change).toMatchObject({ change: { cause: 'DAILY_LOSS', until: at('2025-01-01T23:00:00Z') } });
  });

  it('a limit switched off breaches no more, but a halt stays until it is released', () => {
    const control = aControl({ maxDrawdownPct: 10 });
    control.onEquity(dec(1000), hours(1));
    control.applyConfig(aRiskConfig(), hours(1));
    expect(control.tradingState).toBe('HALTED');
    done(control.resume('limit off', hours(2)));
    expect(told(control.onEquity(dec(10), hours(3)))).toEqual([]);
  });
});
