import fc from 'fast-check';
import { expect, it } from 'vitest';
import { frame } from '../../../src/main/shell/headless/frame.ts';
import { lineWidth } from '../../../src/main/shell/headless/line.ts';
import { aBusyStatus } from '../../builders/engineStatus.ts';

it('a frame of any size, whatever words it shows, is no wider and no higher than the terminal', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 300 });
  const sizes = fc.record({ columns: fc.integer({ min: 1, max: 250 }), rows: fc.integer({ min: 1, max: 80 }) });
  fc.assert(
    fc.property(sizes, words, fc.boolean(), (size, text, isConnected) => {
      const status = aBusyStatus();
      const told = {
        ...status,
        ...{ notice: text, strategies: [text], detail: text, feed: { ...status.feed, isConnected, detail: text } },
        activity: [...status.activity, { at: status.at, level: 'critical' as const, text }],
      };
      const lines = frame([told, told], size);
      expect(lines.length).toBeLessThanOrEqual(size.rows);
      for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(size.columns);
    }),
  );
});
