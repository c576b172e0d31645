// One limit per kind of lock: entries wait until the lock ends or is released by hand.
import type { EpochMs, StrategyId, SymbolId } from '../../../../shared/domain/ids.ts';
import type { Lock } from '../../../../shared/domain/trading.ts';
import { ALLOW, refuse, type RiskLimit } from '../riskLimit.ts';

/** True while `lock` stands against entries of this strategy in this symbol. */
const isLockedBy = (lock: Lock, { symbol, strategy }: LockScope, now: EpochMs): boolean =>
  now < lock.until &&
  (lock.symbol === undefined || lock.symbol === symbol) &&
  (lock.strategy === undefined || lock.strategy === strategy);

interface LockScope {
  readonly symbol: SymbolId;
  readonly strategy: StrategyId;
}

const lockLimit = (code: Lock['code']): RiskLimit => ({
  code,
  relief: 'reducing',
  check: (order, { locks }, now) => {
    let last: Lock | undefined;
    for (const lock of locks) {
      if (lock.code === code && isLockedBy(lock, order, now) && !(last !== undefined && last.until >= lock.until)) {
        last = lock;
      }
    }
    return last === undefined ? ALLOW : refuse(last.reason, last.until);
  },
});

export const consecutiveLosses = lockLimit('CONSECUTIVE_LOSSES');
export const lockCoolDown = lockLimit('LOCK_COOLDOWN');
export const lockStopLossGuard = lockLimit('LOCK_STOPLOSS_GUARD');
export const lockLowProfit = lockLimit('LOCK_LOW_PROFIT');
export const lockManual = lockLimit('LOCK_MANUAL');
