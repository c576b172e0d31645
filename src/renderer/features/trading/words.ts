// Orders, positions and differences in words.
import type { OrderRow } from '../../../shared/contract/records/order.ts';
import type { PositionRow } from '../../../shared/contract/records/portfolio.ts';
import type { DifferenceActionName, DifferenceRow } from '../../../shared/contract/records/reconciliation.ts';
import type { Tone } from '../../ui/Badge.tsx';
import { priceText, qtyText, wordsText } from '../../lib/format.ts';

export const positionText = (row: PositionRow): string =>
  `${wordsText(row.side)} ${qtyText(row.qty)} ${row.symbol} of ${row.strategy}, entered at ${priceText(row.averageEntry)}`;

export const orderText = (row: OrderRow): string =>
  `${wordsText(row.side)} ${qtyText(row.qty)} ${row.symbol}, ${wordsText(row.type).toLowerCase()}`;

const STATE_TONES: Partial<Record<OrderRow['state'], Tone>> = {
  open: 'info',
  partiallyFilled: 'warn',
  pendingCancel: 'warn',
  filled: 'good',
  rejected: 'bad',
  unknown: 'bad',
};

export const stateTone = (state: OrderRow['state']): Tone => STATE_TONES[state] ?? 'neutral';

/** What a state means, where the word alone does not say it. */
export const STATE_MEANING: Partial<Record<OrderRow['state'], string>> = {
  intent: 'Written down, not sent yet.',
  submitting: 'Sent; the venue has not answered yet.',
  pendingCancel: 'Its cancellation has been asked for; it can still fill.',
  unknown:
    'The venue gave no clear answer. It is never sent again: it is being looked up until two agreeing reads say what happened.',
};

const KINDS: Readonly<Record<DifferenceRow['kind'], string>> = {
  order: 'Foreign order',
  position: 'Position differs',
  balance: 'Balance differs',
};

export const differenceKind = ({ kind }: DifferenceRow): string => KINDS[kind];

const ACTIONS: Readonly<Record<DifferenceActionName, string>> = {
  adopt: 'Adopt',
  assign: 'Assign to a strategy',
  flatten: 'Adopt and close',
  ignore: 'Ignore',
  restore: 'Count again',
};

const DONE: Readonly<Record<DifferenceActionName, string>> = {
  adopt: 'Adopted',
  assign: 'Assigned',
  flatten: 'Adopted, and being closed',
  ignore: 'Ignored from now on',
  restore: 'Counts again',
};

/** What was done about it, for a message. */
export const doneText = (action: DifferenceActionName, { kind }: Pick<DifferenceRow, 'kind'>): string =>
  action === 'flatten' && kind === 'order' ? 'Cancellation asked for' : DONE[action];

/** What is done about a difference, in as few words as a button takes. */
export const actionText = (action: DifferenceActionName, { kind }: Pick<DifferenceRow, 'kind'>): string =>
  action === 'flatten' && kind === 'order' ? 'Cancel at the venue' : ACTIONS[action];
