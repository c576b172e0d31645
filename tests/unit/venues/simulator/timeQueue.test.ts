import { expect, it } from 'vitest';
import { TimeQueue } from '../../../../src/main/venues/simulator/timeQueue.ts';

it('gives the earliest first, ties in the order they came, and nothing that was taken out', () => {
  const queue = new TimeQueue<string>();
  queue.add(2, 'later');
  queue.add(1, 'first');
  const remove = queue.add(1, 'removed');
  queue.add(1, 'second');
  queue.add(0, 'before');
  remove();
  remove();
  const taken: string[] = [];
  for (; queue.nextTime < Infinity;) taken.push(queue.take()!);
  expect(taken).toEqual(['before', 'first', 'second', 'later']);
  expect(queue.take()).toBeUndefined();
});
