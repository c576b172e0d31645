// Which of a strategy's conditions a question is about.
import type { Question } from '../../../shared/domain/decisionRecord.ts';
import type { PositionSide } from '../../../shared/domain/order.ts';
import type { Evidence, SignalAction } from '../../../shared/domain/signal.ts';
import type { Condition, StrategyDefinition } from '../../../shared/domain/strategy.ts';

interface ConditionPlace {
  readonly action: SignalAction;
  readonly side: PositionSide;
}

const PLACES: Readonly<Record<Question, readonly ConditionPlace[]>> = {
  entry: [
    { action: 'entry', side: 'long' },
    { action: 'entry', side: 'short' },
  ],
  exitLong: [{ action: 'exit', side: 'long' }],
  exitShort: [{ action: 'exit', side: 'short' }],
  nothing: [],
};

/** The conditions a question asks, long before short. */
export const placesOf = (question: Question): readonly ConditionPlace[] => PLACES[question];

/** Sides the strategy does not trade are left out. */
export const conditionAt = (
  { sides, entry, exit }: StrategyDefinition,
  { action, side }: ConditionPlace,
): Condition | undefined => (sides.includes(side) ? (action === 'entry' ? entry : exit)[side] : undefined);

/** Of a side that is left by the risk settings alone, or not traded. */
export const noCondition = ({ action, side }: ConditionPlace): Evidence => ({
  label: `no ${action} condition for ${side}`,
  result: false,
});
