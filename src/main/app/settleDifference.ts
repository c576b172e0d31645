// A difference of the reconciliation inbox is settled: looked up as it stands now, and put to the engine.
import type { StrategyId } from '../../shared/domain/ids.ts';
import type { DifferenceAction, DifferenceItem } from '../../shared/domain/reconciliation.ts';
import type { Decimal } from '../../shared/money.ts';
import type { Commander } from '../engine/kernel/inputs.ts';
import type { CommandAnswer, EngineHost } from './host/engineHost.ts';

/** What the trader chose for an item. */
export interface Settlement {
  readonly id: string;
  readonly action: DifferenceAction;
  readonly strategy?: StrategyId | undefined;
  /** Undefined: at the price there is now, where one is needed. */
  readonly price?: Decimal | undefined;
}

/** Refused where the difference is not as the trader saw it. */
export function settleDifference(
  host: EngineHost,
  { id, action, strategy, price }: Settlement,
  { by, reason }: Commander,
): CommandAnswer {
  const item = host.link?.inbox.find((each) => each.id === id);
  if (item === undefined)
    return refused(`no difference "${id}" stands any more: it is gone or has changed; look at the inbox again`);
  if (!item.actions.some((each) => each.action === action)) return refused(unfit(item, action));
  const isBooked = item.difference.kind === 'position' && action !== 'ignore' && action !== 'restore';
  const at = price ?? item.price;
  const answer = host.command({
    ...{ type: 'resolveDifference', by, reason, action, difference: item.difference },
    ...(strategy === undefined || action !== 'assign' ? {} : { strategy }),
    ...(isBooked && at !== undefined ? { price: at } : {}),
  });
  if (answer.isAccepted) {
    // What was answered outlives the program.
    host.settle();
    host.link?.lookAgain(id);
  }
  return answer;
}

const refused = (reason: string): CommandAnswer => ({ isAccepted: false, reason, events: [] });

const unfit = ({ actions }: DifferenceItem, action: DifferenceAction): string =>
  `this difference cannot be settled by ${action}; it takes ${actions.map((each) => each.action).join(', ')}`;
