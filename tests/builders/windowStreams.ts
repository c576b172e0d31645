// A hub with windows of the test's own: what each got, as the bridge's listeners would see it.
import { openSession } from '../../src/main/ipc/openSession.ts';
import { type Snapshots, StreamHub } from '../../src/main/ipc/streams/hub.ts';
import type { Dispatch } from '../../src/main/ipc/dispatch.ts';
import type { Envelope } from '../../src/shared/contract/messages.ts';
import type { ItemOf, StreamName } from '../../src/shared/contract/streams.ts';
import { STREAM_NAMES } from '../../src/shared/contract/streams.ts';
import { FakeWall } from '../fakes/fakeWall.ts';
import { keptLog } from '../fakes/keptLog.ts';
import { TestWindow } from './testWindow.ts';

export const aLine = (text: string, journalSeq = 1): ItemOf<'activity'> => ({
  ...{ connection: 'simulator', at: 1, level: 'info', text, journalSeq },
});
export const aMark = (symbol: string, last: number): ItemOf<'marks'> => ({
  ...{ connection: 'simulator', symbol, bid: last, ask: last, last, at: 1 },
});

export class StreamRun {
  readonly wall = new FakeWall();
  readonly kept = keptLog();
  readonly hub: StreamHub;
  elapsed = 0;
  private ids = 0;
  private readonly dispatch: Dispatch;

  constructor({
    snapshots = {},
    dispatch = () => Promise.resolve({ ok: true, value: {} }),
  }: { snapshots?: Partial<Snapshots>; dispatch?: Dispatch } = {}) {
    this.dispatch = dispatch;
    const empty = Object.fromEntries(STREAM_NAMES.map((name) => [name, () => []])) as unknown as Snapshots;
    this.hub = new StreamHub({
      ...{ boot: 'boot-1', log: this.kept.log, snapshots: { ...empty, ...snapshots } },
      after: (ms, work) => this.wall.after(ms, work),
    });
  }

  window(): TestWindow {
    return new TestWindow((transport) =>
      openSession({
        ...{ transport, hub: this.hub, dispatch: this.dispatch, log: this.kept.log },
        elapsedMs: () => this.elapsed,
        nextId: () => `id-${String(++this.ids)}`,
      }),
    );
  }

  /** A window's stream, each envelope as it comes. */
  follow<S extends StreamName>(window: TestWindow, stream: S, since?: { boot: string; seq: number }): Envelope<S>[] {
    const seen: Envelope<S>[] = [];
    window.bridge.subscribe(stream, (envelope) => void seen.push(envelope), since);
    return seen;
  }

  /** Lets the next batches go out, and be taken in. */
  async turn(batches = 1): Promise<void> {
    for (let batch = 0; batch < batches; batch++) {
      this.wall.pass(25);
      await new Promise((done) => setImmediate(done));
    }
  }
}
