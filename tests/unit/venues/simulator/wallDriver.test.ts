import { describe, expect, it } from 'vitest';
import { createWallDriver } from '../../../../src/main/venues/simulator.ts';
import { type EpochMs, toEpochMs } from '../../../../src/shared/domain/ids.ts';
import { FakeWall } from '../../../fakes/fakeWall.ts';

/** A world in which each millisecond takes `cost` of the machine's. */
function aWorld(wall: FakeWall, cost: number) {
  let now = toEpochMs(0);
  return {
    now: () => now,
    isHeld: () => false,
    hasEnded: () => false,
    advance: (to: EpochMs, isEnough: () => boolean = () => false): boolean => {
      while (now < to) {
        now = toEpochMs(now + 1);
        wall.work(cost);
        if (isEnough()) return false;
      }
      return true;
    },
  };
}

describe('WallDriver', () => {
  it.each([0.1, 1, 60])('lets time pass at %d times the pace of the machine', (speed) => {
    const wall = new FakeWall();
    const world = aWorld(wall, 0);
    const driver = createWallDriver({ speed, wall });
    driver.start(world);
    wall.pass(10_000);
    expect(world.now() / (10_000 * speed)).toBeCloseTo(1, 1);
    driver.stop();
    const stopped = world.now();
    wall.pass(1000);
    expect(world.now()).toBe(stopped);
  });

  it('works in short slices when it cannot keep up, and owes nothing afterwards', () => {
    const wall = new FakeWall();
    const slow = aWorld(wall, 1);
    const driver = createWallDriver({ speed: 1000, wall });
    driver.start(slow);
    wall.pass(1000);
    expect(Math.max(...wall.stretches)).toBeLessThanOrEqual(12);
    expect(slow.now()).toBeGreaterThan(800);
    expect(slow.now()).toBeLessThanOrEqual(1000);
    driver.stop();
  });

  it('can be stopped by what it does', () => {
    const wall = new FakeWall();
    const world = aWorld(wall, 0);
    const driver = createWallDriver({ speed: 1, wall });
    driver.start({
      ...world,
      advance: (to) => {
        if (to > 100) driver.stop();
        return world.advance(to);
      },
    });
    wall.pass(1000);
    expect(world.now()).toBeLessThan(130);
  });
});
