import { describe, expect, it } from 'vitest';
import { parseFundingRates } from '../../../src/main/backtest/fundingFile.ts';

const HEADER = 'timestamp,funding_rate\n';

describe('parseFundingRates', () => {
  it('reads times and rates', () => {
    expect(parseFundingRates(`${HEADER}1568102400000,0.00010000\r\n1568131200000,-1e-5\n`)).toEqual({
      ok: true,
      value: [
        { at: 1568102400000, rate: 0.0001 },
        { at: 1568131200000, rate: -0.00001 },
      ],
    });
  });

  it.each([
    ['time,rate\n', 1, 'expected the header timestamp,funding_rate, found "time,rate"'],
    [`${HEADER}1568102400000,abc`, 2, 'expected epoch ms and a rate, found "1568102400000,abc"'],
    [`${HEADER}1568102400000,1\n1568102400000,1`, 3, 'expected a later time than in the row before'],
  ])('names the line of what is wrong in %j', (text, line, message) => {
    const parsed = parseFundingRates(text);
    expect(parsed).toMatchObject({ ok: false, error: { line } });
    expect(parsed.ok ? '' : parsed.error.message).toContain(message);
  });
});
