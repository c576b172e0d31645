// The quote balance and the cause of each of its changes. `sum(entries) = balance` holds by construction.
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { LedgerEntry, LedgerKind } from '../../../shared/domain/portfolio.ts';
import { Decimal } from '../../../shared/money.ts';

export type LedgerPosting = Omit<LedgerEntry, 'sequence' | 'at' | 'balance'> & { readonly kind: LedgerKind };

export class Ledger {
  private sequence = 0;
  private current = Decimal.ZERO;

  get balance(): Decimal {
    return this.current;
  }

  /** The entry that records `posting`; the balance moves by its amount, unrounded. */
  post({ kind, amount, cause, symbol, strategy }: LedgerPosting, at: EpochMs): LedgerEntry {
    this.current = this.current.plus(amount);
    this.sequence += 1;
    return { sequence: this.sequence, at, kind, amount, balance: this.current, cause, symbol, strategy };
  }

  save(): LedgerState {
    return { sequence: this.sequence, balance: this.current };
  }

  load(state: LedgerState): void {
    this.sequence = state.sequence;
    this.current = state.balance;
  }
}

export interface LedgerState {
  readonly sequence: number;
  readonly balance: Decimal;
}
