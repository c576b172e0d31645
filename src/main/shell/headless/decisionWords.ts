// What became of a signal, in a word and a sentence.
import type { EngineStatus } from '../../../shared/domain/engineStatus.ts';
import { REFUSALS } from '../../../shared/domain/refusal.ts';
import type { Decision, Signal } from '../../../shared/domain/signal.ts';

export type ToldSignal = EngineStatus['signals'][number];

/** `enter long`. */
export const actionWords = ({ action, side }: Signal): string => `${action === 'entry' ? 'enter' : 'exit'} ${side}`;

/** The first gate or check that refused, with its sentence; else the decision's own. */
export function reasonWords({ outcome, reason, gates, verdicts }: Decision): string {
  if (outcome !== 'refused') return reason;
  const gate = gates.find(({ allow }) => !allow);
  if (gate !== undefined) return `${gate.gate}: ${gate.detail}`;
  const verdict = verdicts.find(({ allow }) => !allow);
  if (verdict === undefined) return reason;
  return `${verdict.code}: ${verdict.detail === '' ? REFUSALS[verdict.code] : verdict.detail}`;
}
