// Whoever looks on as an engine steps: told after each step, never asked.
import type { ActivityLine } from '../../../shared/domain/engineStatus.ts';
import type { EngineEvent } from '../../engine/kernel/events.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';

export interface HostWatcher {
  /** `seq`: of the step in the journal. */
  stepped(step: { readonly seq: number; readonly input: EngineInput; readonly events: readonly EngineEvent[] }): void;
  /** A sentence for the activity that no event stands for. */
  said(line: ActivityLine): void;
}
