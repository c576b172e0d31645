// Queues, time-outs and workers by hand: what waits for what, and who gets a worker of its own.
import { describe, expect, it } from 'vitest';
import { ModelLanes } from '../../../../src/main/inference/lanes/modelLanes.ts';
import type { InferenceWall } from '../../../../src/main/inference/ports.ts';
import { toEpochMs, toModelId } from '../../../../src/shared/domain/ids.ts';
import { SILENT } from '../../../builders/inferenceRun.ts';
import { FakeWall } from '../../../fakes/fakeWall.ts';
import { HandThread, settled } from '../../../fakes/handThread.ts';

const ANSWER = { ok: Float32Array.of(0.2, 0.3, 0.5) };

class LanesRun {
  readonly threads: HandThread[] = [];
  readonly said: string[] = [];
  readonly lanes: ModelLanes;
  private readonly wall = new FakeWall();

  constructor(models: readonly string[]) {
    const wall: InferenceWall = {
      now: () => toEpochMs(this.wall.elapsedMs()),
      elapsedMs: () => this.wall.elapsedMs(),
      after: (ms, work) => this.wall.after(ms, work),
    };
    const startThread = () => {
      const hand = new HandThread();
      this.threads.push(hand);
      return hand.thread;
    };
    const files = models.map((model) => ({ model, path: '', sha256: '', width: 1 }));
    this.lanes = new ModelLanes(files, { startThread, wall, log: SILENT });
  }

  /** Its outcome is said as `model` or `model CODE`. */
  ask(model: string, isBatch = false): void {
    this.lanes.submit({
      model: toModelId(model),
      isBatch,
      rows: () => new Float32Array(1),
      done: (outcome) => this.said.push(outcome.ok ? model : `${model} ${outcome.code}`),
    });
  }

  async pass(ms: number): Promise<void> {
    this.wall.pass(ms);
    await settled();
  }

  thread(place: number): HandThread {
    return this.threads[place]!;
  }
}

async function aRun(...models: readonly string[]): Promise<LanesRun> {
  const run = new LanesRun(models);
  await run.thread(0).openAll();
  return run;
}

describe('a queue', () => {
  it('has one run at a time, and live requests before batches', async () => {
    const run = await aRun('a', 'b');
    run.ask('a', true);
    run.ask('a', true);
    run.ask('b');
    await settled();
    expect(run.thread(0).asked('run')).toEqual(['a']);
    await run.thread(0).answer(ANSWER);
    expect(run.thread(0).asked('run')).toEqual(['b']);
    await run.thread(0).answer(ANSWER);
    await run.thread(0).answer(ANSWER);
    expect(run.said).toEqual(['a', 'b', 'a']);
  });

  it('waits for the worker to be ready, two seconds and no more', async () => {
    const run = new LanesRun(['a']);
    run.ask('a');
    await run.pass(1999);
    expect(run.said).toEqual([]);
    await run.pass(1);
    expect(run.said).toEqual(['a MODEL_TIMEOUT']);
    await run.thread(0).openAll();
    expect(run.thread(0).asked('run')).toEqual([]);
  });

  it('gives a batch two seconds from when it is begun', async () => {
    const run = await aRun('a');
    run.ask('a', true);
    run.ask('a', true);
    await run.pass(1500);
    await run.thread(0).answer(ANSWER);
    await run.pass(1999);
    expect(run.said).toEqual(['a']);
    await run.pass(1);
    expect(run.said).toEqual(['a', 'a MODEL_TIMEOUT']);
  });
});

describe('a worker that ends', () => {
  it('is started again at once when it was ready', async () => {
    const run = await aRun('a');
    await run.thread(0).die();
    expect(run.threads).toHaveLength(2);
  });

  it('before it is ready is started again for work only, and at most once for each', async () => {
    const run = new LanesRun(['a']);
    await run.thread(0).die();
    expect(run.threads).toHaveLength(1);
    run.ask('a');
    await run.thread(1).die();
    await run.thread(2).die();
    expect(run.said).toEqual(['a WORKER_LOST']);
    expect(run.threads).toHaveLength(3);
  });

  it('costs what waits behind its run nothing', async () => {
    const run = await aRun('a', 'b');
    run.ask('a');
    run.ask('b');
    await run.thread(0).die();
    await run.thread(1).openAll();
    await run.thread(1).die();
    await run.thread(2).openAll();
    await run.thread(2).answer(ANSWER);
    expect(run.said).toEqual(['a WORKER_LOST', 'b']);
  });
});

describe('a model that cannot be opened', () => {
  it('fails when it is asked, and is tried again each time', async () => {
    const run = new LanesRun(['a', 'b']);
    await run.thread(0).answer({ error: { code: 'FILE_MISSING', message: 'gone' } });
    await run.thread(0).answer({ ok: undefined });
    run.ask('a');
    run.ask('b');
    await run.thread(0).answer({ error: { code: 'FILE_MISSING', message: 'gone' } });
    await run.thread(0).answer(ANSWER);
    expect(run.said).toEqual(['a INFERENCE_FAILED', 'b']);
    run.ask('a');
    await run.thread(0).answer({ ok: undefined });
    await run.thread(0).answer(ANSWER);
    expect(run.said.at(-1)).toBe('a');
  });
});

describe('a model that holds the others up', () => {
  it('keeps the worker, and the others move to a new one with the time they have left', async () => {
    const run = await aRun('slow', 'b', 'c');
    for (const model of ['slow', 'b', 'c']) run.ask(model);
    await run.pass(500);
    expect(run.threads).toHaveLength(2);
    expect(run.thread(1).asked('open')).toEqual(['b', 'c']);
    await run.thread(1).openAll();
    await run.thread(1).answer(ANSWER);
    await run.pass(1500);
    expect(run.said).toEqual(['b', 'slow MODEL_TIMEOUT', 'c MODEL_TIMEOUT']);
  });

  it('is left alone while nobody waits for it, but not after a time-out', async () => {
    const run = await aRun('slow', 'b');
    run.ask('slow');
    await run.pass(1999);
    expect(run.threads).toHaveLength(1);
    await run.pass(251);
    expect(run.threads).toHaveLength(2);
  });

  it('waits for itself only, in one worker for ever, until a quick answer brings it back', async () => {
    const run = await aRun('slow', 'b');
    run.ask('slow');
    await run.pass(2250);
    run.ask('slow');
    await run.pass(2000);
    run.ask('b');
    await run.thread(1).openAll();
    await run.thread(1).answer(ANSWER);
    expect(run.said).toEqual(['slow MODEL_TIMEOUT', 'slow MODEL_TIMEOUT', 'b']);
    expect(run.threads).toHaveLength(2);
    // Its first run returns at last; the next one is quick.
    await run.thread(0).answer(ANSWER);
    run.ask('slow');
    await run.thread(0).answer(ANSWER);
    expect(run.said.at(-1)).toBe('slow');
    expect(run.thread(1).asked('open')).toEqual(['slow']);
    await run.thread(1).openAll();
    run.ask('slow');
    await run.thread(1).answer(ANSWER);
    expect(run.said).toHaveLength(5);
  });

  it('the only model there is gets no second worker', async () => {
    const run = await aRun('slow');
    run.ask('slow');
    await run.pass(10_000);
    expect(run.threads).toHaveLength(1);
  });
});
