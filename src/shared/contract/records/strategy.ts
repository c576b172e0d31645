// Strategies as files: what each says, what is wrong with it, and what came of it.
import { z } from 'zod';
import type { StrategyDefinition } from '../../domain/strategy.ts';
import { count, decimal, id, symbol, timeframe, type Wire } from '../fields.ts';
import { positionSide } from './signal.ts';

/** Something wrong with a text, with its place. */
export const problemRecord = z.strictObject({
  message: z.string(),
  line: z.int().optional(),
  column: z.int().optional(),
});
export type ProblemRecord = z.output<typeof problemRecord>;

/** What came of a strategy's closed trades; figures without a value say why. */
const resultRecord = z.strictObject({
  trades: count,
  wins: count,
  net: decimal,
  /** 0..1. */
  winRate: z.number().nullable(),
  profitFactor: z.number().nullable(),
  expectancyR: z.number().nullable(),
});

/** One strategy. `file`: its name in the folder of strategies, absent for one that is only shipped. */
export const strategyRow = z.strictObject({
  id,
  name: z.string(),
  description: z.string(),
  isEnabled: z.boolean(),
  /** Shipped with the program; saving one makes a copy of one's own that takes its place. */
  isShipped: z.boolean(),
  isOwn: z.boolean(),
  /** Absent while its file cannot be read. */
  timeframe: timeframe.optional(),
  symbols: z.array(symbol),
  sides: z.array(positionSide),
  problems: z.array(problemRecord),
  /** By connection: whether it trades there now, and what came of it. */
  on: z.array(
    z.strictObject({
      connection: id,
      isTrading: z.boolean(),
      symbols: z.array(symbol),
      openPositions: count,
      result: resultRecord,
    }),
  ),
});
export type StrategyRow = z.output<typeof strategyRow>;

/** Plain data of `shared/domain/strategy.ts`; it has been checked where it was read. */
export const definitionRecord = z.custom<Wire<StrategyDefinition>>(
  (value) => typeof value === 'object' && value !== null && 'id' in value && 'entry' in value,
  'expected a strategy definition',
);

/** Its text with the definition it makes; undefined while there are problems. */
export const strategyText = z.strictObject({
  id,
  yaml: z.string(),
  isShipped: z.boolean(),
  isOwn: z.boolean(),
  definition: definitionRecord.optional(),
  /** Its conditions in words, by action and side. */
  words: z.array(z.strictObject({ action: z.enum(['entry', 'exit']), side: positionSide, text: z.string() })),
  problems: z.array(problemRecord),
});
