// Replay: an engine is given the recorded inputs again, and must say the same. Effects are compared, never performed.
import { InvariantError } from '../../../shared/assert.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { chainHash, decode, type Sha256, stepTexts, type StepTexts } from '../kernel/canonical.ts';
import type { Engine } from '../kernel/engine.ts';
import type { EngineInput } from '../kernel/inputs.ts';

export interface RecordedStep extends StepTexts {
  readonly seq: number;
  readonly hash: string;
}

/** Where the recording and the engine part. */
export interface ReplayDifference {
  readonly seq: number;
  /** `chain`: the recorded step is not what its hash was made of; `fault`: the engine cannot take the input. */
  readonly kind: 'chain' | 'events' | 'effects' | 'fault';
  /** Path within the step and both values, or what is wrong. */
  readonly detail: string;
}

/** Takes one recorded step; the engine has moved when it was the same. */
export function replayStep(
  engine: Engine,
  step: RecordedStep,
  chain: { readonly sha256: Sha256; readonly previousHash: string },
): Result<void, ReplayDifference> {
  const { seq } = step;
  const differ = (kind: ReplayDifference['kind'], detail: string): Result<void, ReplayDifference> =>
    fail({ seq, kind, detail });
  if (chainHash(chain.sha256, chain.previousHash, step) !== step.hash) {
    return differ('chain', 'what is recorded does not match its hash: it, or the step before, was changed afterwards');
  }
  let said: StepTexts;
  try {
    const input = decode(step.input) as EngineInput;
    said = stepTexts({ input, ...engine.step(input) });
  } catch (error) {
    if (!(error instanceof InvariantError || error instanceof SyntaxError)) throw error;
    return differ('fault', error.message);
  }
  if (said.events !== step.events) return differ('events', firstDifference(step.events, said.events));
  if (said.effects !== step.effects) return differ('effects', firstDifference(step.effects, said.effects));
  return ok(undefined);
}

/** The first place where two different canonical texts part: its path, what was recorded, what came now. */
export function firstDifference(recorded: string, now: string): string {
  const parted = difference(JSON.parse(recorded), JSON.parse(now), '');
  return parted ?? `recorded ${recorded}, now ${now}`;
}

function difference(recorded: unknown, now: unknown, path: string): string | undefined {
  if (typeof recorded !== 'object' || typeof now !== 'object' || recorded === null || now === null) {
    if (recorded === now) return undefined;
    return `${path === '' ? '/' : path}: recorded ${textOf(recorded)}, now ${textOf(now)}`;
  }
  const [before, after] = [recorded, now] as readonly Readonly<Record<string, unknown>>[];
  for (const key of new Set([...Object.keys(recorded), ...Object.keys(now)])) {
    const found = difference(before?.[key], after?.[key], `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const textOf = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
