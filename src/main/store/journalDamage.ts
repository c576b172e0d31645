// What is wrong with the rows of a journal, and at which step: somebody changed them, or the disk lost them.
import { AppError } from '../../shared/errors.ts';

export class JournalDamage extends AppError {
  /** The first step that cannot be read; of a snapshot, the last one it contains. */
  readonly seq: number;
  readonly kind: 'missing' | 'unreadable';

  constructor({ seq, kind }: { readonly seq: number; readonly kind: 'missing' | 'unreadable' }, message: string) {
    super('STORE', message);
    this.seq = seq;
    this.kind = kind;
  }
}
