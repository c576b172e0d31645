// World time by hand, as fast as it goes.
import { setImmediate } from 'node:timers/promises';
import { invariant, need } from '../../../shared/assert.ts';
import { toEpochMs } from '../../../shared/domain/ids.ts';
import type { DrivenWorld, WorldDriver } from './options.ts';

export class ManualDriver implements WorldDriver {
  private driven: DrivenWorld | undefined;

  start(world: DrivenWorld): void {
    this.driven = world;
  }

  stop(): void {
    this.driven = undefined;
  }

  /** In one go: questions to the exchange are answered afterwards. */
  advanceBy(ms: number): void {
    const world = this.world();
    const to = toEpochMs(world.now() + ms);
    while (!world.advance(to)) refuseHold(world);
  }

  /** The same, with an answer to every question before time goes on. */
  async liveFor(ms: number): Promise<void> {
    const world = this.world();
    const to = toEpochMs(world.now() + ms);
    while (!world.advance(to)) await setImmediate();
  }

  /** To the end of the recorded candles, in one go. */
  runToEnd(): void {
    const world = this.world();
    while (!world.hasEnded() && !world.advance(FOR_EVER, () => world.hasEnded())) refuseHold(world);
  }

  private world(): DrivenWorld {
    return need(this.driven, 'a world that somebody has connected to');
  }
}

/** Nobody could let go within one go. */
const refuseHold = (world: DrivenWorld): void =>
  invariant(!world.isHeld(), 'expected a world whose time nobody holds; liveFor lets answers come');

const FOR_EVER = toEpochMs(Number.MAX_SAFE_INTEGER);
