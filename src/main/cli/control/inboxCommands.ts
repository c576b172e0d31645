// The work of `reconciliation`: the running instance lists its inbox and settles what is in it.
import type { DifferenceRow } from '../../../shared/contract/records/reconciliation.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { isoUtc } from '../../../shared/time.ts';
import type { DifferenceChoice } from '../../app/control.ts';
import { callControl } from '../../app/instance/callControl.ts';
import type { CommandOutcome, TerminalContext } from '../../config/commandContext.ts';

/** 0 also where something waits. Throws `AppError` NOT_FOUND where no instance runs. */
export async function runInbox(
  { connection }: { readonly connection?: ConnectionId },
  { dataDir, out }: TerminalContext,
): Promise<CommandOutcome> {
  const inbox = await callControl(dataDir, { method: 'inbox', connection });
  out.answer(inbox, () => {
    const waiting = inbox.items.filter(({ isIgnored }) => !isIgnored);
    const ignored = inbox.items.filter(({ isIgnored }) => isIgnored);
    return [
      ...(waiting.length === 0 ? ['Nothing waits: the books agree with the exchange.'] : waiting.map(itemText)),
      ...(ignored.length === 0 ? [] : ['Ignored:', ...ignored.map(itemText)]),
      ...inbox.comparing.map(({ connection: id, text }) => `${id}: being compared: ${text}`),
    ].join('\n');
  });
  return 0;
}

/** 1: refused. Throws `AppError`. */
export async function runResolve(
  choice: DifferenceChoice,
  { dataDir, out }: Pick<TerminalContext, 'dataDir' | 'out'>,
): Promise<CommandOutcome> {
  const { price, ...rest } = choice;
  const outcome = await callControl(dataDir, { method: 'settle', ...rest, price: price?.toString() });
  const { connection, isAccepted, detail } = outcome;
  out.answer(outcome, () => `${connection}: ${isAccepted ? '' : 'refused: '}${detail}`);
  return isAccepted ? 0 : 1;
}

function itemText({ connection, id, since, text, actions, strategies }: DifferenceRow): string {
  return [
    id,
    `  ${connection}, since ${isoUtc(since)}: ${text}`,
    ...actions.map((each) => `  ${each.action.padEnd(7)} ${each.text}${whom(each.action, strategies)}`),
  ].join('\n');
}

const whom = (action: string, strategies: readonly string[]): string =>
  action === 'assign' ? ` One of: ${strategies.join(', ')}.` : '';
