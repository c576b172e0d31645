// What a strategy's look at a candle leaves behind, where the configuration records decisions.
import { need } from '../../../shared/assert.ts';
import type { DecisionEnd, Question } from '../../../shared/domain/decisionRecord.ts';
import { type EpochMs, toEpochMs } from '../../../shared/domain/ids.ts';
import { isClosing } from '../execution/ticket.ts';
import type { EngineCore, StrategyUnit } from './core.ts';

/** The close that a strategy is looking at. */
export const closeTimeOf = ({ market }: StrategyUnit): EpochMs =>
  toEpochMs(market.book.lastCloseTime() ?? market.pricedAt);

/** `end` undefined: its conditions did not hold, or nothing was asked. */
export function recordDecision(
  core: EngineCore,
  unit: StrategyUnit,
  { question, end }: { readonly question: Question; readonly end: DecisionEnd | undefined },
): void {
  const { definition, instance, market } = unit;
  const { values, results } = instance.readings(question);
  core.emit({
    kind: 'decisionRecorded',
    record: {
      strategy: definition.id,
      symbol: market.symbol,
      timeframe: definition.timeframe,
      closeTime: closeTimeOf(unit),
      definition: need(core.definitions.get(definition.id), 'the hash of a definition', definition.id),
      asked: question,
      values: [...values.values()],
      results,
      ...(end ?? (question === 'nothing' ? waiting(core, unit) : UNMET)),
    },
  });
}

/** A strategy that failed was asked, but nothing of its answer can be trusted. */
export function recordFailure(core: EngineCore, unit: StrategyUnit, error: unknown): void {
  const end = { stage: 'failed', detail: error instanceof Error ? error.message : String(error) } as const;
  recordDecision(core, unit, { question: 'nothing', end });
}

const UNMET: DecisionEnd = { stage: 'conditions', detail: '' };

function waiting(core: EngineCore, { key }: StrategyUnit): DecisionEnd {
  const isFlat = core.portfolio.position(key) === undefined;
  const order = core.orders.of(key).find((each) => (isFlat ? !each.reduceOnly : isClosing(each)));
  const detail = order === undefined ? '' : `the order to ${order.side} ${order.qty.toString()} is ${order.state}`;
  return { stage: 'working', detail };
}
