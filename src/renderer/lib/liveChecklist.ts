// How far a connection is on its way to live trading, from main's checklist and what the trader has confirmed here.
import type { ResultOf } from '../../shared/contract/requests.ts';

export type Checklist = ResultOf<'connections.checklist'>;
export type ChecklistStep = Checklist['steps'][number];

/** What is confirmed in the window and travels with the request. */
export interface Confirmations {
  readonly limits: boolean;
  readonly killSwitch: boolean;
  readonly sentence: string;
}

export const NOTHING_CONFIRMED: Confirmations = { limits: false, killSwitch: false, sentence: '' };

export type StepState = 'done' | 'todo' | 'fail';

/** A step to confirm is done once it is confirmed; for what is live it was. */
export function stepState(step: ChecklistStep, { sentence, isLive }: Checklist, confirmed: Confirmations): StepState {
  if (step.status !== 'confirm') return step.status;
  if (isLive) return 'done';
  if (step.id === 'sentence') return confirmed.sentence === sentence ? 'done' : 'todo';
  return (step.id === 'limits' || step.id === 'killSwitch') && confirmed[step.id] ? 'done' : 'todo';
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Labels of what is left, in order. */
  readonly left: readonly string[];
  /** Main says ready, and everything is confirmed. */
  readonly isComplete: boolean;
}

export function progressOf(checklist: Checklist, confirmed: Confirmations): Progress {
  const left = checklist.steps.filter((step) => stepState(step, checklist, confirmed) !== 'done');
  const total = checklist.steps.length;
  return {
    ...{ done: total - left.length, total, left: left.map(({ label }) => label) },
    isComplete: checklist.isReady && left.length === 0,
  };
}

/** What goes with the request, besides the reason. */
export const confirmationParams = ({ limits, killSwitch, sentence }: Confirmations) => ({
  confirmed: [...(limits ? (['limits'] as const) : []), ...(killSwitch ? (['killSwitch'] as const) : [])],
  sentence,
});
