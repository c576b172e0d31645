import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Checklist,
  type ChecklistStep,
  confirmationParams,
  NOTHING_CONFIRMED,
  progressOf,
  stepState,
} from '../../../../src/renderer/lib/liveChecklist.ts';

const step = (id: ChecklistStep['id'], status: ChecklistStep['status']): ChecklistStep => ({
  ...{ id, status },
  label: `label of ${id}`,
  detail: '',
});

const SENTENCE = 'trade live on loopback';

const aChecklist = (changes: Partial<Checklist> = {}): Checklist => ({
  connection: 'loopback',
  isLive: false,
  isReady: true,
  steps: [
    ...(['enabled', 'vault', 'keys', 'verified', 'agreed'] as const).map((id) => step(id, 'done')),
    ...(['limits', 'killSwitch', 'sentence'] as const).map((id) => step(id, 'confirm')),
  ],
  limits: [],
  sentence: SENTENCE,
  ...changes,
});

const ALL = { limits: true, killSwitch: true, sentence: SENTENCE };

describe('the way to live trading', () => {
  it('counts what main says is done and what was confirmed here', () => {
    expect(progressOf(aChecklist(), NOTHING_CONFIRMED)).toEqual({
      ...{ done: 5, total: 8, isComplete: false },
      left: ['label of limits', 'label of killSwitch', 'label of sentence'],
    });
    expect(progressOf(aChecklist(), { ...ALL, killSwitch: false })).toMatchObject({ done: 7, isComplete: false });
    expect(progressOf(aChecklist(), ALL)).toEqual({ done: 8, total: 8, left: [], isComplete: true });
  });

  it('takes no other sentence', () => {
    const other = fc.string().filter((text) => text !== SENTENCE);
    const near = fc.constantFrom(`${SENTENCE} `, ` ${SENTENCE}`, SENTENCE.toUpperCase(), SENTENCE.slice(1));
    fc.assert(
      fc.property(fc.oneof(other, near), (sentence) => {
        expect(progressOf(aChecklist(), { ...ALL, sentence }).isComplete).toBe(false);
      }),
    );
  });

  it.each(['todo', 'fail'] as const)('is not complete while a step is "%s", whatever is confirmed', (status) => {
    const steps = [step('enabled', status), ...aChecklist().steps.slice(1)];
    expect(progressOf(aChecklist({ isReady: false, steps }), ALL)).toMatchObject({ done: 7, isComplete: false });
    expect(stepState(step('enabled', status), aChecklist(), ALL)).toBe(status);
  });

  it('is not complete where main is not ready', () => {
    expect(progressOf(aChecklist({ isReady: false }), ALL)).toMatchObject({ done: 8, left: [], isComplete: false });
  });

  it('has nothing to confirm for what is live', () => {
    expect(progressOf(aChecklist({ isLive: true }), NOTHING_CONFIRMED).done).toBe(8);
  });

  it('sends exactly what was confirmed', () => {
    expect(confirmationParams(ALL)).toEqual({ confirmed: ['limits', 'killSwitch'], sentence: SENTENCE });
    expect(confirmationParams(NOTHING_CONFIRMED)).toEqual({ confirmed: [], sentence: '' });
    expect(confirmationParams({ ...NOTHING_CONFIRMED, killSwitch: true }).confirmed).toEqual(['killSwitch']);
  });
});
