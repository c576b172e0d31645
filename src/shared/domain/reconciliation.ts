// Differences between the venue's account and ours that nothing but a person can settle, and what can be done about them.
import type { Decimal } from '../money.ts';
import type { EpochMs, StrategyId, SymbolId, VenueOrderId } from './ids.ts';

/**
 * `adopt`: it becomes ours; `assign`: a chosen strategy's; `flatten`: it goes, at the venue; `ignore`: it stays and is not counted;
 * `restore`: what was ignored counts again.
 */
export type DifferenceAction = 'adopt' | 'assign' | 'flatten' | 'ignore' | 'restore';

/** In the figures that were looked at; quantities net over the account, positive long. */
export type AccountDifference =
  | { readonly kind: 'order'; readonly symbol: SymbolId; readonly venueOrderId: VenueOrderId }
  | { readonly kind: 'position'; readonly symbol: SymbolId; readonly ours: Decimal; readonly theirs: Decimal }
  | { readonly kind: 'balance'; readonly ours: Decimal; readonly theirs: Decimal };

/** What is to be done about one. */
export interface DifferenceSettlement {
  readonly difference: AccountDifference;
  readonly action: DifferenceAction;
  /** Of `assign`. */
  readonly strategy?: StrategyId;
  /** At which the quantity of a position is booked; not of `ignore` and `restore`. */
  readonly price?: Decimal;
}

/** A difference that waits for the trader, or that the trader has accepted. */
export interface DifferenceItem {
  /** The same difference, the same id; another quantity is another difference. */
  readonly id: string;
  readonly difference: AccountDifference;
  /** Since when two readings agree on it, or when it was accepted. */
  readonly since: EpochMs;
  readonly text: string;
  readonly isIgnored: boolean;
  /** Each with what it would do, as a sentence. */
  readonly actions: readonly { readonly action: DifferenceAction; readonly text: string }[];
  /** To whom it can be assigned. */
  readonly strategies: readonly StrategyId[];
  /** The price there is now, to book a position at; undefined: none yet, or nothing is booked. */
  readonly price?: Decimal | undefined;
}
