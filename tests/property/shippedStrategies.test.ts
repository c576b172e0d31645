// The strategies we ship: none looks ahead, all survive a restart at any candle, each trades both ways it claims to.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barWalk } from '../builders/barWalk.ts';
import { SHIPPED, shippedStrategy } from '../builders/aStrategy.ts';
import { aStrategyRun, opinionOf, passState } from '../builders/strategyRun.ts';

/** Long enough for the 4h averages of 50 candles. */
const COUNT = 3_000;
const cut = fc.integer({ min: 1, max: COUNT });
const seed = fc.integer({ min: 1, max: 1_000 });

describe.each(SHIPPED)('%s', (id) => {
  const definition = shippedStrategy(id);

  it('says after every prefix what the full run says there', () => {
    fc.assert(
      fc.property(seed, cut, (start, length) => {
        const bars = barWalk(COUNT, start);
        const full: string[] = [];
        aStrategyRun(definition, bars).run(0, COUNT, (instance) => full.push(opinionOf(instance)));
        const prefix: string[] = [];
        const part = bars.slice(0, length);
        aStrategyRun(definition, part).run(0, length, (instance) => prefix.push(opinionOf(instance)));
        expect(prefix).toEqual(full.slice(0, prefix.length));
      }),
      { numRuns: 4 },
    );
  });

  it('goes on identically when saved and loaded at any candle', () => {
    fc.assert(
      fc.property(seed, cut, (start, at) => {
        const bars = barWalk(COUNT, start);
        const [whole, before, after] = [0, 1, 2].map(() => aStrategyRun(definition, bars)) as [Run, Run, Run];
        const expected: string[] = [];
        whole.run(0, COUNT, (instance, index) => (index < at ? 0 : expected.push(opinionOf(instance))));
        before.run(0, at, () => undefined);
        passState(before, after);
        const actual: string[] = [];
        after.run(at, COUNT, (instance) => actual.push(opinionOf(instance)));
        expect(actual).toEqual(expected);
      }),
      { numRuns: 4 },
    );
  });

  it('enters on every side it names and leaves again', () => {
    const said = new Set<string>();
    aStrategyRun(definition, barWalk(20_000)).run(0, 20_000, (instance) => {
      said.add(`enter ${instance.entry() ?? 'nothing'}`);
      for (const side of definition.sides) said.add(`leave ${side} ${instance.exit(side)}`);
    });
    for (const side of definition.sides) {
      expect(said).toContain(`enter ${side}`);
      expect(said).toContain(`leave ${side} true`);
    }
  });
});

type Run = ReturnType<typeof aStrategyRun>;
