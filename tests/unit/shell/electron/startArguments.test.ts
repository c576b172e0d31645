import { expect, it } from 'vitest';
import { commandOf, dataDirIn, debuggingSwitch } from '../../../../src/main/shell/electron/startArguments.ts';

it.each([
  ['--inspect'],
  ['--inspect=9229'],
  ['--inspect-brk'],
  ['--remote-debugging-port=0'],
  ['--remote-debugging-pipe'],
  ['--js-flags=--expose-gc'],
])('takes %s for debugging', (arg) => {
  expect(debuggingSwitch(['foredeck', 'run', arg])).toBe(arg);
});

it('takes nothing else for debugging', () => {
  expect(debuggingSwitch(['foredeck', 'run', '--speed', '60', '--inspection', '--no-sandbox'])).toBeUndefined();
});

it('is asked to run where nothing else is asked', () => {
  expect(commandOf(['foredeck'], true)).toEqual(['run']);
  expect(commandOf(['electron', '/program'], false)).toEqual(['run']);
  expect(commandOf(['electron', '/program', '--no-sandbox', 'run', '--speed', '60'], false)).toEqual([
    'run',
    '--speed',
    '60',
  ]);
});

it.each([
  [['run', '--data-dir', '/a b'], '/a b'],
  [['--data-dir=/a=b', 'run'], '/a=b'],
  [['run'], undefined],
  [['run', '--data-dir'], undefined],
])('finds the data folder of %j', (args, folder) => {
  expect(dataDirIn(args)).toBe(folder);
});
