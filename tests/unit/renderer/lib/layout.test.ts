import { describe, expect, it } from 'vitest';
import { readLayout } from '../../../../src/renderer/lib/layout.ts';

const KNOWN = ['equity', 'signals'];
const panel = (id: string) => ({ id, contentComponent: id });
const layout = (...ids: string[]) => ({
  grid: { root: {} },
  panels: Object.fromEntries(ids.map((id) => [id, panel(id)])),
});

describe('a saved layout', () => {
  it('is taken up with whatever else the dock wrote in it', () => {
    const saved = { ...layout('equity', 'signals'), activeGroup: '1' };
    expect(readLayout(saved, KNOWN)).toEqual(saved);
  });

  it('is refused where a panel does not exist any more, or none does', () => {
    expect(readLayout(layout('equity', 'horoscope'), KNOWN)).toBeUndefined();
    expect(readLayout(layout(), KNOWN)).toBeUndefined();
  });

  it('is refused where it is no layout', () => {
    for (const junk of [undefined, null, 'x', 7, [], {}, { grid: {} }, { grid: {}, panels: [] }]) {
      expect(readLayout(junk, KNOWN)).toBeUndefined();
    }
    expect(
      readLayout({ grid: {}, panels: { equity: { id: 'equity', contentComponent: 'signals' } } }, KNOWN),
    ).toBeUndefined();
  });
});
