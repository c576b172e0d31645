// What the conditions of a strategy read.
import type { Condition, Operand, StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { operandsOf } from './conditionText.ts';

/** Every operand of its entry and exit conditions. */
export function strategyOperands({ entry, exit }: StrategyDefinition): readonly Operand[] {
  const conditions = [entry.long, entry.short, exit.long, exit.short];
  return conditions.flatMap((condition) => (condition === undefined ? [] : operandsIn(condition)));
}

/** True: it decides by the models, in a condition or by its gate. */
export const readsConsensus = (strategy: StrategyDefinition): boolean =>
  strategy.gates.minModelQuorum !== null || strategyOperands(strategy).some(({ kind }) => kind === 'consensus');

function operandsIn(condition: Condition): readonly Operand[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(operandsIn);
    case 'not':
      return operandsIn(condition.of);
    default:
      return operandsOf(condition);
  }
}
