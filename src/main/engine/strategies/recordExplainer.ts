// Why, and why not: the evidence of a decision record, what stopped it, how far away it was, and since when the same thing has.
// Pure: a record and the definition it was made under say it all.
import { need } from '../../../shared/assert.ts';
import type { DecisionRecord, Question } from '../../../shared/domain/decisionRecord.ts';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import type { PositionSide } from '../../../shared/domain/order.ts';
import type { Evidence } from '../../../shared/domain/signal.ts';
import type { StrategyDefinition } from '../../../shared/domain/strategy.ts';
import { type AskedSide, askedSides, type ConditionNode, truthOf } from './conditionTree.ts';
import { compareWays, type Distance, measureDistance, missingOf, needsAll } from './howFar.ts';

export interface SideEvidence {
  readonly side: PositionSide;
  readonly evidence: Evidence;
}

/** What stopped a strategy at one candle. */
export interface Stop {
  /** Of conditions that were asked, and of a signal that was raised. */
  readonly side?: PositionSide | undefined;
  /**
   * In words: of conditions the first comparison in their order that had to come out otherwise, or the group of which one would
   * have been enough; else the gate or the code.
   */
  readonly what: string;
  /** The same with the values found, or with the sentence of the gate or the code. */
  readonly text: string;
  /** Everything that was missing, the furthest first and the nearest last; empty where nothing can be measured. */
  readonly missing: readonly Distance[];
}

export interface Since {
  /** Close of the first candle of the unbroken run that the same thing stopped. */
  readonly closeTime: EpochMs;
  /** False: the records begin there, and it may have begun before. */
  readonly isWhole: boolean;
}

/** Explains the records of one definition. */
export class RecordExplainer {
  private readonly definition: StrategyDefinition;
  private readonly asked = new Map<Question, readonly AskedSide[]>();

  constructor(definition: StrategyDefinition) {
    this.definition = definition;
  }

  /** The evidence trees of what was asked, long before short, as the strategy itself gave them at that candle. */
  evidence(record: DecisionRecord): readonly SideEvidence[] {
    return this.sides(record).map(({ side, evidence }) => ({ side, evidence: evidence(record) }));
  }

  /** What stopped it: of two sides asked both, the nearer one first. Empty where an order went out. */
  stops(record: DecisionRecord): readonly Stop[] {
    const { stage, code, detail, measure, closeTime } = record;
    if (stage === 'ordered') return [];
    if (stage === 'conditions') {
      const stops = this.sides(record).map((asked) => conditionStop(record, asked));
      return stops.sort((left, right) => compareWays(left.missing, right.missing));
    }
    return [
      {
        side: this.sides(record).find(({ tree }) => tree !== undefined && truthOf(tree, record.results) === true)?.side,
        ...said(code === undefined ? STAGES[stage] : `${STAGES[stage]} ${code}`, detail),
        missing: measure === undefined ? [] : [measureDistance(code ?? stage, measure, closeTime)],
      },
    ];
  }

  /** Names what stopped a side of a record, so that equal names are the same stop; undefined where that side was not stopped. */
  stopKey(record: DecisionRecord, side: PositionSide | undefined): string | undefined {
    const { asked, stage, code, results } = record;
    if (stage === 'ordered') return undefined;
    if (stage !== 'conditions') return [stage, code, asked].join('|');
    const found = this.sides(record).find((each) => each.side === side);
    if (found === undefined) return undefined;
    const first = found.tree && firstUnmet(found.tree, results);
    return [stage, asked, first === undefined ? '' : wording(first)].join('|');
  }

  private sides({ asked }: DecisionRecord): readonly AskedSide[] {
    const known = this.asked.get(asked);
    if (known !== undefined) return known;
    const sides = askedSides(this.definition, asked);
    this.asked.set(asked, sides);
    return sides;
  }
}

/** `earlier`: records of the same strategy and symbol, newest first. `explainerOf`: by the hash of a definition, while it is known. */
export function stoppedSince(
  record: DecisionRecord,
  side: PositionSide | undefined,
  {
    earlier,
    explainerOf,
  }: {
    readonly earlier: Iterable<DecisionRecord>;
    readonly explainerOf: (hash: string) => RecordExplainer | undefined;
  },
): Since {
  const keyOf = (one: DecisionRecord): string | undefined => explainerOf(one.definition)?.stopKey(one, side);
  const key = keyOf(record);
  let { closeTime } = record;
  for (const one of earlier) {
    if (keyOf(one) !== key) return { closeTime, isWhole: true };
    ({ closeTime } = one);
  }
  return { closeTime, isWhole: false };
}

const STAGES = {
  gates: 'gate',
  exitPlan: 'exit plan',
  sizing: 'sizing',
  risk: 'risk limit',
  working: 'waiting',
  failed: 'failed',
} as const satisfies Readonly<Partial<Record<DecisionRecord['stage'], string>>>;

function conditionStop(record: DecisionRecord, { side, tree, evidence }: AskedSide): Stop {
  if (tree === undefined) return { side, ...said(evidence(record).label, ''), missing: [] };
  const missing = missingOf({ node: tree, evidence: evidence(record), wanted: true });
  const first = firstUnmet(tree, record.results);
  // The comparison itself where there is one to name; of a group the nearest.
  const shown =
    missing.find(({ label }) => label === first.node.text) ?? need(missing.at(-1), 'a comparison', tree.text);
  return { side, ...said(wording(first), shown.text), missing };
}

const said = (what: string, found: string): Pick<Stop, 'what' | 'text'> => ({
  what,
  text: found === '' ? what : `${what}: ${found}`,
});

interface FirstUnmet {
  readonly node: ConditionNode;
  readonly wanted: boolean;
}

function wording({ node, wanted }: FirstUnmet): string {
  if (node.kind === 'comparison') return wanted ? node.text : `not (${node.text})`;
  return `${wanted ? 'none holds' : 'all hold'} of ${node.children.map(({ text }) => text).join('; ')}`;
}

/** Where the evaluation ended: the first comparison that had to come out otherwise, or a group of which one would have been enough. */
function firstUnmet(tree: ConditionNode, results: string): FirstUnmet {
  let [node, wanted] = [tree, true];
  for (;;) {
    if (node.kind === 'comparison') return { node, wanted };
    if (node.kind === 'not') wanted = !wanted;
    else if (!needsAll(node, wanted) && node.children.length > 1) return { node, wanted };
    const isWanted = wanted;
    node = need(
      node.children.find((child) => truthOf(child, results) !== isWanted),
      'a condition that is not met',
      node.text,
    );
  }
}
