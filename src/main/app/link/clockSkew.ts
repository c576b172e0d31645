// How far the venue's clock is ahead of ours, half the round trip allowed for. The engine hears of changes that matter.
import type { Connection } from '../../venues/ports.ts';
import type { EngineInlet } from './engineInlet.ts';
import type { Waits } from './waits.ts';

const CHANGE_MS = 50;

export async function measureSkew({ clock, venue }: Connection, inlet: EngineInlet, waits: Waits): Promise<void> {
  const asked = clock.now();
  const theirs = await waits.answer(venue.time());
  const at = clock.now();
  const skewMs = Math.round(theirs - (asked + at) / 2);
  const known = inlet.core.feed.clockSkewMs;
  if (known !== undefined && Math.abs(skewMs - known) <= CHANGE_MS) return;
  inlet.take({ kind: 'feed', at, status: { type: 'clockSkew', skewMs } });
}
