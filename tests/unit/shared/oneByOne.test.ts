import { expect, it } from 'vitest';
import { oneByOne } from '../../../src/shared/oneByOne.ts';

it('begins each piece of work when the one before is over, a failed one too', async () => {
  const inTurn = oneByOne();
  const happened: string[] = [];
  let finish = (): void => undefined;
  const first = inTurn(async () => {
    happened.push('first begins');
    await new Promise<void>((done) => (finish = done));
    happened.push('first fails');
    throw new Error('no');
  });
  const second = inTurn(() => Promise.resolve(happened.push('second')));
  await Promise.resolve();
  await Promise.resolve();
  expect(happened).toEqual(['first begins']);
  finish();
  await expect(first).rejects.toThrow('no');
  await expect(second).resolves.toBe(3);
  expect(happened).toEqual(['first begins', 'first fails', 'second']);
});
