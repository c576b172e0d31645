// Which worker a model runs in: all in one, until a run holds the others up. Then that model keeps the worker and the others
// move to a new one; a quick answer brings it back. So a model that hangs costs one more worker at most, and only itself.
import { invariant } from '../../../shared/assert.ts';
import type { ModelId } from '../../../shared/domain/ids.ts';
import type { ModelFile } from '../worker/modelSession.ts';
import type { ModelWorker } from '../worker/modelWorker.ts';
import type { Work } from './job.ts';
import { Lane, type LaneTools, TIMEOUT_MS } from './lane.ts';

/** A run of this length is no slow machine but a slow model: the usual one takes a tenth of a millisecond. */
const SLOW_MS = 400;
const LOOK_EVERY_MS = 250;

export class ModelLanes {
  private readonly tools: LaneTools;
  private readonly files: ReadonlyMap<ModelId, ModelFile>;
  private shared: Lane;
  private readonly own = new Map<ModelId, Lane>();
  private readonly ending = new Set<Promise<void>>();
  private callOffLook: (() => void) | undefined;
  private isClosed = false;

  /** `worker`: one that has opened every file already. */
  constructor(files: readonly ModelFile[], tools: LaneTools, worker?: ModelWorker) {
    this.tools = tools;
    this.files = new Map(files.map((file) => [file.model as ModelId, file]));
    this.shared = new Lane(files, tools, worker);
  }

  submit(work: Work): void {
    const lane = this.own.get(work.model) ?? this.shared;
    if (lane === this.shared) {
      lane.submit(work);
      this.look();
      return;
    }
    const submittedAt = this.tools.wall.elapsedMs();
    lane.submit({
      ...work,
      done: (outcome) => {
        if (outcome.ok && this.tools.wall.elapsedMs() - submittedAt < SLOW_MS) this.bringBack(work.model, lane);
        work.done(outcome);
      },
    });
  }

  /** Resolves when every worker is gone. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.callOffLook?.();
    for (const lane of [this.shared, ...this.own.values()]) this.end(lane);
    await Promise.all(this.ending);
  }

  /** Looks again and again while a run is under way that others wait for. */
  private look(): void {
    if (this.callOffLook !== undefined || this.isClosed || this.shared.isIdle) return;
    this.callOffLook = this.tools.wall.after(LOOK_EVERY_MS, () => {
      this.callOffLook = undefined;
      const model = this.shared.heldUpBy(SLOW_MS);
      const isAwaited = model !== undefined && this.shared.hasWaitingBeside(model);
      // After a time-out also for those that may come.
      const heldUpBy = isAwaited ? model : this.shared.heldUpBy(TIMEOUT_MS);
      if (heldUpBy !== undefined && this.files.size > this.own.size + 1) this.setAside(heldUpBy);
      this.look();
    });
  }

  private setAside(model: ModelId): void {
    this.tools.log.warn('a model holds the others up and gets a worker of its own', { model });
    const before = this.shared;
    const { files, jobs } = before.keepOnly(model);
    this.own.set(model, before);
    this.shared = new Lane(files, this.tools);
    this.shared.take(jobs);
  }

  private bringBack(model: ModelId, lane: Lane): void {
    if (this.isClosed || !lane.isIdle || this.own.get(model) !== lane) return;
    const file = this.files.get(model);
    invariant(file !== undefined, `expected the file of ${model}`);
    this.own.delete(model);
    this.end(lane);
    void this.shared.add(file);
  }

  private end(lane: Lane): void {
    const gone = lane.close().finally(() => this.ending.delete(gone));
    this.ending.add(gone);
  }
}
