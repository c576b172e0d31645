import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAST_PASSPHRASE, passphraseHint, repetitionProblem } from '../../../../src/renderer/lib/passphrase.ts';
import { REQUESTS } from '../../../../src/shared/contract/requests.ts';

describe('a passphrase', () => {
  it.each([
    ['', 'short', /12 more are needed/],
    ['elevenchars', 'short', /1 more is needed/],
    ['aaaaaaaaaaaaaaaaaaaaaa', 'weak', /same few characters/],
    ['abcabcabcabcabc', 'weak', /same few characters/],
    ['kd8Fm2pQz0vb', 'fair', /Four unrelated words/],
    ['kd8Fm2pQz0vbXt5wLr7y', 'strong', /long enough/],
    ['wine dog tax sun', 'strong', /long enough/],
  ] as const)('"%s" is %s, in words', (text, level, words) => {
    expect(passphraseHint(text)).toEqual({ level, text: expect.stringMatching(words) as string });
  });

  it('is called short exactly where main refuses it for its length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2 * LEAST_PASSPHRASE }), (passphrase) => {
        const isTaken = REQUESTS['vault.create'].params.safeParse({ passphrase }).success;
        expect(passphraseHint(passphrase).level !== 'short').toBe(isTaken);
      }),
    );
  });

  it('is written twice', () => {
    expect(repetitionProblem('one', '')).toBeUndefined();
    expect(repetitionProblem('one', 'one')).toBeUndefined();
    expect(repetitionProblem('one', 'two')).toMatch(/not the same/);
  });
});
