import { describe, expect, it } from 'vitest';
import {
  cut,
  cutLine,
  inline,
  lineText,
  lineWidth,
  span,
  spread,
  textWidth,
  wrapText,
} from '../../../../src/main/shell/headless/line.ts';

describe('textWidth', () => {
  it.each([
    ['abc', 3],
    ['▲ –', 3],
    ['比特币', 6],
    ['ＢＴＣ', 6],
    ['é', 1],
    ['🚀', 2],
    ['👩‍🚀', 2],
    ['\u0301', 0],
  ])('of %j is %d', (text, width) => expect(textWidth(text)).toBe(width));
});

describe('cut', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['比特币', 5, '比特…'],
    ['比特币', 4, '比…'],
    ['abc', 0, ''],
  ])('of %j to %d is %j', (text, width, expected) => expect(cut(text, width)).toBe(expected));
});

it('cutLine marks what is missing behind words that fill the line to the brim', () => {
  expect(lineText(cutLine([span('abc'), span('def')], 3), false)).toBe('ab…');
  expect(lineText(cutLine([span('abc'), span('def')], 5), false)).toBe('abcd…');
  expect(lineText(cutLine([span('abc'), span('def')], 6), false)).toBe('abcdef');
});

it('span lets nothing through that steers a terminal', () => {
  expect(span('a\x1b[2Jb\nc\u202ed\u0007').text).toBe('a [2Jb c d ');
});

it('spread keeps the left where both do not fit', () => {
  expect(lineText(spread([span('left')], [span('right')], 12), false)).toBe('left   right');
  expect(lineText(spread([span('left')], [span('right')], 10), false)).toBe('left');
});

it('inline leaves out the last parts, whole', () => {
  const parts = [[span('one')], [], [span('two')], [span('three')]];
  expect(lineText(inline(parts, 20), false)).toBe('one   two   three');
  expect(lineText(inline(parts, 16), false)).toBe('one   two');
});

describe('wrapText', () => {
  it('breaks at blanks', () => expect(wrapText('one two three', 7, 5)).toEqual(['one two', 'three']));
  it('cuts what is too much', () => {
    expect(wrapText('one two three four', 7, 2)).toEqual(['one two', 'three …']);
    expect(wrapText('enormously', 4, 2)).toEqual(['eno…']);
  });
});

it('lineText ends without blanks', () => {
  const line = [span('a', 'bad'), span('   ')];
  expect(lineWidth(line)).toBe(4);
  expect(lineText(line, false)).toBe('a');
  expect(lineText(line, true)).toBe('\x1b[31ma\x1b[39m');
});
