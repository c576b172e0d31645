import { describe, expect, it } from 'vitest';
import { createPump } from '../../../../src/renderer/lib/pump.ts';

function aPump() {
  const frames: (() => void)[] = [];
  const pump = createPump({ schedule: (run) => frames.push(run) });
  const done: string[] = [];
  return { pump, frames, done, say: (text: string) => () => void done.push(text) };
}

describe('the pump', () => {
  it('asks for one frame and applies everything in it, in order', () => {
    const { pump, frames, done, say } = aPump();
    for (const text of ['a', 'b', 'c']) pump.push(say(text));
    expect([frames.length, done]).toEqual([1, []]);
    frames[0]?.();
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('runs only the newest of a key, at the place of the newest', () => {
    const { pump, frames, done, say } = aPump();
    pump.push(say('price 1'), 'BTC');
    pump.push(say('fill'));
    pump.push(say('price 2'), 'BTC');
    frames[0]?.();
    expect(done).toEqual(['fill', 'price 2']);
  });

  it('asks again for what comes while it applies', () => {
    const { pump, frames, done, say } = aPump();
    pump.push(() => pump.push(say('later')));
    frames[0]?.();
    expect([frames.length, done]).toEqual([2, []]);
    frames[1]?.();
    expect(done).toEqual(['later']);
  });

  it('applies what waits at once when flushed, and nothing twice', () => {
    const { pump, frames, done, say } = aPump();
    pump.push(say('a'));
    pump.flush();
    frames[0]?.();
    expect(done).toEqual(['a']);
  });
});
