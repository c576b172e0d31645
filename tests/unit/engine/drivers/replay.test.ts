import { describe, expect, it } from 'vitest';
import { firstDifference, replayStep } from '../../../../src/main/engine/drivers/replay.ts';
import { chainHash, stepTexts } from '../../../../src/main/engine/kernel/canonical.ts';
import { Engine } from '../../../../src/main/engine/kernel/engine.ts';
import type { EngineInput } from '../../../../src/main/engine/kernel/inputs.ts';
import { START } from '../../../builders/aCandle.ts';
import { anEngineConfig, sha256 } from '../../../builders/engineRun.ts';

const input: EngineInput = { kind: 'config', at: START, config: anEngineConfig() };

function recorded(change: Partial<ReturnType<typeof stepTexts>> = {}) {
  const texts = { ...stepTexts({ input, ...new Engine(sha256).step(input) }), ...change };
  return { seq: 7, ...texts, hash: chainHash(sha256, 'before', texts) };
}

const replay = (step: ReturnType<typeof recorded>) =>
  replayStep(new Engine(sha256), step, { sha256, previousHash: 'before' });

describe('one recorded step, taken again', () => {
  it('is the same, or names where it parts', () => {
    expect(replay(recorded())).toEqual({ ok: true, value: undefined });
    expect(replay(recorded({ events: '[]' }))).toMatchObject({ ok: false, error: { seq: 7, kind: 'events' } });
    expect(replay(recorded({ effects: '[]' }))).toMatchObject({
      ok: false,
      error: { seq: 7, kind: 'effects', detail: expect.stringContaining('/0') as string },
    });
  });

  it('is not looked at when its hash is not its own', () => {
    expect(replay({ ...recorded(), hash: 'forged' })).toMatchObject({ ok: false, error: { seq: 7, kind: 'chain' } });
  });

  it('may fault the engine, or be no step at all', () => {
    const timer = '{"at":1.5,"kind":"timer"}';
    expect(replay(recorded({ input: timer }))).toMatchObject({
      ok: false,
      error: { kind: 'fault', detail: expect.stringContaining('whole milliseconds') as string },
    });
    expect(replay(recorded({ input: '{"at":' }))).toMatchObject({ ok: false, error: { kind: 'fault' } });
  });
});

it('says the path and both values of a difference', () => {
  expect(firstDifference('[{"a":{"b":1}}]', '[{"a":{"b":2}}]')).toBe('/0/a/b: recorded 1, now 2');
  expect(firstDifference('[{"a":1}]', '[]')).toBe('/0: recorded {"a":1}, now nothing');
  expect(firstDifference('[]', '[1]')).toBe('/0: recorded nothing, now 1');
});
