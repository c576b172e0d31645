// What the window says about a passphrase before it is sent: only hints; main has the last word.

export const LEAST_PASSPHRASE = 12;

export interface PassphraseHint {
  readonly level: 'short' | 'weak' | 'fair' | 'strong';
  readonly text: string;
}

/** Different characters below which a long passphrase is still a guess. */
const LEAST_DIFFERENT = 6;
const STRONG_LENGTH = 20;
const STRONG_WORDS = 4;

/** How good it looks, in words. */
export function passphraseHint(text: string): PassphraseHint {
  if (text.length < LEAST_PASSPHRASE) {
    const missing = LEAST_PASSPHRASE - text.length;
    return {
      level: 'short',
      text: `At least ${String(LEAST_PASSPHRASE)} characters; ${String(missing)} more ${missing === 1 ? 'is' : 'are'} needed.`,
    };
  }
  if (new Set(text).size < LEAST_DIFFERENT)
    return { level: 'weak', text: 'Weak: the same few characters again and again.' };
  const words = text.split(/[\s\-_.]+/).filter((word) => word.length > 2);
  if (text.length >= STRONG_LENGTH || words.length >= STRONG_WORDS)
    return { level: 'strong', text: 'Strong: long enough to withstand guessing, if nobody could know it.' };
  return { level: 'fair', text: 'Fair. Four unrelated words are easier to remember and harder to guess.' };
}

/** Why the second writing of it does not fit; undefined: it does, or there is none yet. */
export const repetitionProblem = (text: string, again: string): string | undefined =>
  again === '' || again === text ? undefined : 'This is not the same passphrase.';
