// The steps of one engine on their way to the disk: encoded, chained, committed in groups. What is not committed never
// happened, so nothing of a step may be done before its commit.
import { need } from '../../../shared/assert.ts';
import type { ActivityLine } from '../../../shared/domain/engineStatus.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { Position } from '../../../shared/domain/portfolio.ts';
import { chainHash, type Sha256, stepTexts } from '../../engine/kernel/canonical.ts';
import type { StepResult } from '../../engine/kernel/engine.ts';
import type { EngineInput } from '../../engine/kernel/inputs.ts';
import type { JournalHead, JournalStep, JournalWriter, StepEvents } from '../../store/ports/journal.ts';
import type { Wall } from '../wall.ts';

/** Steps without an order effect wait at most so long for company. */
const GROUP_MS = 50;
/** Few enough for the young heap, enough to make the commit cheap. */
const GROUP_STEPS = 500;
/** Open positions are shown at marks at most so old. */
const MARKED_EVERY_MS = 1000;

export interface StepJournalOptions {
  readonly connection: ConnectionId;
  readonly writer: JournalWriter;
  readonly head: JournalHead;
  /** Of the chain. */
  readonly sha256: Sha256;
  readonly wall: Wall;
  /** Open positions at their newest mark. */
  readonly positions: () => readonly Position[];
  /** A group could not be committed by its time. */
  readonly onFailure: (error: unknown) => void;
}

export class StepJournal {
  private readonly options: StepJournalOptions;
  private steps: JournalStep[] = [];
  private happened: StepEvents[] = [];
  private notices: ActivityLine[] = [];
  private callOff: (() => void) | undefined;
  private markedAt = -Infinity;
  private hash: string;
  private seq: number;
  lastCommitMs = 0;

  constructor(options: StepJournalOptions) {
    this.options = options;
    this.seq = options.head.seq;
    this.hash = options.head.hash;
  }

  /** The last step added, committed or not. */
  get head(): JournalHead {
    return { seq: this.seq, hash: this.hash };
  }

  /** Chains one step. Throws `InvariantError` when it holds what cannot be written; it was not added then. */
  add(input: EngineInput, { events, effects }: StepResult): void {
    const texts = stepTexts({ input, events, effects });
    const hash = chainHash(this.options.sha256, this.hash, texts);
    this.seq += 1;
    this.hash = hash;
    this.steps.push({ seq: this.seq, at: input.at, hash, ...texts });
    if (events.length > 0) this.happened.push({ seq: this.seq, at: input.at, events });
    if (this.steps.length >= GROUP_STEPS) this.flush(false);
    else this.callOff ??= this.options.wall.after(GROUP_MS, () => this.settle());
  }

  /** A sentence for the activity, kept with the next commit. */
  say(line: ActivityLine): void {
    this.notices.push(line);
  }

  /** Commits what waits. Throws `AppError`; nothing of it was written then. */
  flush(isDurable: boolean): void {
    this.callOff?.();
    this.callOff = undefined;
    if (this.steps.length === 0) return;
    const { connection, writer, wall } = this.options;
    const startedAt = wall.elapsedMs();
    const isMarking = startedAt - this.markedAt >= MARKED_EVERY_MS;
    if (isMarking) this.markedAt = startedAt;
    const { steps, happened, notices } = this;
    [this.steps, this.happened, this.notices] = [[], [], []];
    const marked = isMarking ? this.options.positions() : undefined;
    writer.commit({ connection, steps, happened, notices, marked, isDurable });
    this.lastCommitMs = wall.elapsedMs() - startedAt;
  }

  /** Forgets what was not committed; nothing more is written. */
  abandon(): void {
    this.callOff?.();
    [this.steps, this.happened, this.notices] = [[], [], []];
  }

  /** Commits what waits, now; a failure goes to `onFailure`. */
  settle(): void {
    try {
      this.flush(false);
    } catch (error) {
      this.options.onFailure(need(error, 'an error'));
    }
  }
}
