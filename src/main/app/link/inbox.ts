// The reconciliation inbox: differences that only the trader can settle, each with what can be done and what that would do; and
// what was accepted, which can be taken back. Pure.
import type { EpochMs, StrategyId } from '../../../shared/domain/ids.ts';
import type { AccountDifference, DifferenceAction, DifferenceItem } from '../../../shared/domain/reconciliation.ts';
import { Decimal } from '../../../shared/money.ts';
import { allot, openedBy, problemWith, unaccounted } from '../../engine/execution/allotment.ts';
import { ADOPTED_STOP_PCT } from '../../engine/execution/resolveDifference.ts';
import { MANUAL } from '../../engine/kernel/accountView.ts';
import type { EngineCore } from '../../engine/kernel/core.ts';
import { type Difference, foreignKey } from './accountDifferences.ts';

/** A difference that two readings agreed on, and since when. */
export interface Standing {
  readonly difference: Difference;
  readonly since: EpochMs;
}

type Actions = DifferenceItem['actions'];

/** Those that wait, the oldest first; then those that are ignored. */
export function inboxOf(core: EngineCore, standing: readonly Standing[]): readonly DifferenceItem[] {
  if (core.config === undefined) return [];
  const waiting = standing.flatMap(({ difference: { key: id, text, unresolved }, since }) => {
    if (unresolved === undefined) return [];
    return [
      { id, since, text: sentence(text), difference: unresolved, isIgnored: false, ...choices(core, unresolved) },
    ];
  });
  return [...waiting.sort((a, b) => a.since - b.since), ...ignoredOf(core)];
}

function choices(
  core: EngineCore,
  difference: AccountDifference,
): Pick<DifferenceItem, 'actions' | 'strategies' | 'price'> {
  switch (difference.kind) {
    case 'order':
      return { strategies: [], actions: ofOrder(difference.venueOrderId) };
    case 'position':
      return ofPosition(core, difference);
    case 'balance':
      return { strategies: [], actions: ofBalance(unaccounted(core, difference)) };
  }
}

const ofOrder = (id: string): Actions => [
  { action: 'flatten', text: `Asks the venue to cancel order ${id}. It may still fill until it does.` },
  {
    action: 'ignore',
    text: 'It stays at the venue and is not counted; what it fills will be a difference of its own.',
  },
];

const ofBalance = (more: Decimal): Actions => [
  {
    action: 'adopt',
    text: `Books a correction of ${signed(more)} in the ledger; drawdown and daily loss do not count it as a result.`,
  },
  { action: 'ignore', text: 'The balances may differ by so much from now on.' },
];

function ofPosition(
  core: EngineCore,
  difference: Extract<AccountDifference, { kind: 'position' }>,
): ReturnType<typeof choices> {
  const { symbol, theirs, ours } = difference;
  const more = unaccounted(core, difference);
  const market = core.market(symbol);
  const can = (action: DifferenceAction, strategy: StrategyId): boolean =>
    problemWith(core, { symbol, more }, { action, strategy }) === undefined;
  const known = core.units.filter((unit) => unit.market === market).map(({ definition }) => definition.id);
  const holders = core.portfolio.positionsIn(symbol).map(({ strategy }) => strategy);
  const strategies = [...new Set([...holders, ...known])].filter(
    (strategy) => strategy !== MANUAL && can('assign', strategy),
  );
  const deals = allot(core, { symbol, more }, MANUAL);
  const actions: Actions = [
    ...(can('adopt', MANUAL) ? [{ action: 'adopt', text: adoptText(deals, more) } as const] : []),
    ...(strategies.length === 0 ? [] : [{ action: 'assign', text: ASSIGN } as const]),
    ...(can('flatten', MANUAL) ? [{ action: 'flatten', text: flattenText(deals, more) } as const] : []),
    {
      action: 'ignore',
      text: `The venue may hold ${signed(theirs.minus(ours))} beside what we hold, from now on. Nothing protects it.`,
    },
  ];
  return { actions, strategies, ...(market.price === 0 ? {} : { price: Decimal.fromNumber(market.price) }) };
}

const ASSIGN =
  'Books the difference at your price under the strategy you choose: it closes what that strategy holds against it, or ' +
  'becomes its position with its own stop and target.';

const adoptText = (deals: ReturnType<typeof allot>, more: Decimal): string =>
  `Books at your price: ${dealsText(deals, more)}. No order goes out for it.`;

function flattenText(deals: ReturnType<typeof allot>, more: Decimal): string {
  const opened = openedBy(deals);
  const qty = opened === undefined ? '' : `${opened.qty.toString()} `;
  return `Books at your price: ${dealsText(deals, more)}; then a reduce-only market order closes ${qty}at the venue.`;
}

/** `closes 0.1 of sma-cross, adds 0.2 long under manual, with a stop 2 % away unless it has one`. */
function dealsText(deals: ReturnType<typeof allot>, more: Decimal): string {
  const side = more.isPositive() ? 'long' : 'short';
  return deals
    .map(({ strategy, qty, isClosing }) =>
      isClosing
        ? `closes ${qty.toString()} of ${strategy}`
        : `adds ${qty.toString()} ${side} under ${strategy}, with a stop ${ADOPTED_STOP_PCT.toString()} % away unless it has one`,
    )
    .join(', ');
}

function ignoredOf(core: EngineCore): readonly DifferenceItem[] {
  const { orders, positions, balance } = core.accepted;
  const ignored = { isIgnored: true, strategies: [], actions: [{ action: 'restore', text: RESTORE }] } as const;
  return [
    ...[...orders].map(([venueOrderId, { symbol, at }]) => ({
      ...{ id: foreignKey(venueOrderId), since: at, ...ignored, difference: { kind: 'order', symbol, venueOrderId } },
      text: `${symbol}: order ${venueOrderId} at the venue is left alone.`,
    })),
    ...[...positions].map(([symbol, { offset, at }]) => ({
      ...{ id: `position:${symbol}`, since: at, ...ignored },
      difference: { kind: 'position', symbol, ours: Decimal.ZERO, theirs: offset },
      text: `${symbol}: the venue may hold ${signed(offset)} beside what we hold.`,
    })),
    ...(balance === undefined
      ? []
      : [
          {
            ...{ id: 'balance', since: balance.at, ...ignored },
            difference: { kind: 'balance', ours: Decimal.ZERO, theirs: balance.offset },
            text: `The balance at the venue may differ by ${signed(balance.offset)}.`,
          },
        ]),
  ] as readonly DifferenceItem[];
}

const RESTORE = 'It counts again, and waits here if it is still there.';

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const signed = (value: Decimal): string => (value.isPositive() ? `+${value.toString()}` : value.toString());
