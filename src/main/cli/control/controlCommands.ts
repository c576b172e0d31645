// The work of `halt`, `resume` and `kill-switch`: the running instance does it, these say what came of it.
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { ControlCommand, ControlOutcome } from '../../app/control.ts';
import { callControl } from '../../app/instance/callControl.ts';
import { holderText } from '../../app/instance/instanceFile.ts';
import type { CommandOutcome, TerminalContext } from '../../config/commandContext.ts';

export interface ControlOptions {
  readonly connection?: ConnectionId;
  readonly reason?: string;
}

/** 1: refused by one of the connections, or not verified flat. Throws `AppError` NOT_FOUND where no instance runs. */
export async function runControl(
  type: ControlCommand['type'],
  { connection, reason = '' }: ControlOptions,
  { dataDir, out }: TerminalContext,
): Promise<CommandOutcome> {
  const outcomes = await callControl(dataDir, { method: 'command', command: { type }, connection, reason });
  out.answer({ outcomes }, () => outcomes.map(outcomeText).join('\n'));
  return outcomes.every(({ isAccepted, tookMs }) => isAccepted && tookMs?.verified !== null) ? 0 : 1;
}

export type Ask = (question: string, signal: AbortSignal) => Promise<boolean>;

/** Asks first, where it is given whom to ask. */
export async function runKillSwitch(
  options: ControlOptions,
  context: TerminalContext,
  ask: Ask | undefined,
): Promise<CommandOutcome> {
  if (ask !== undefined) {
    const holder = await callControl(context.dataDir, { method: 'who' });
    const where = options.connection ?? holder.connections.join(', ');
    const question = `Cancel every order and close every position on ${where} of ${holderText(holder)}? [y/N] `;
    const isSure = await ask(question, context.signal);
    await context.breathe();
    if (!isSure) {
      context.out.answer({ outcomes: [] }, () => 'Nothing was done.');
      return 1;
    }
  }
  return runControl('killSwitch', options, context);
}

const outcomeText = ({ connection, isAccepted, detail, tookMs }: ControlOutcome): string =>
  `${connection}: ${isAccepted ? '' : 'refused: '}${detail}${tookMs === undefined ? '' : `; ${stepsText(tookMs)}`}`;

const stepsText = ({ canceled, flat, verified }: NonNullable<ControlOutcome['tookMs']>): string =>
  [stepText('canceled', canceled), stepText('flat', flat), stepText('verified flat', verified)].join(', ');

const stepText = (step: string, ms: number | null): string =>
  ms === null ? `not yet ${step}` : `${step} after ${String(ms)} ms`;
