// Kept runs: a folder each below `backtests` of the data folder, with the report's files and what the window shows of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunDetail, runDetail, type RunRow, runRow } from '../../../../shared/contract/records/backtest.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Logger } from '../../../logging/logger.ts';

/** As jobs make them; nothing else is a folder of a run. */
const RUN_ID = /^\d{8}-\d{6}-\d+$/;
export const HEAD_FILE = 'run.json';
export const DETAIL_FILE = 'detail.json';

export class RunFiles {
  private readonly folder: string;
  private readonly log: Logger;
  /** Heads read so far: a kept run never changes. */
  private readonly heads = new Map<string, RunRow>();

  constructor(folder: string, log: Logger) {
    this.folder = folder;
    this.log = log;
  }

  /** Where a run is to be written; it is one only once its head is there. */
  folderOf(id: string): string {
    return join(this.folder, id);
  }

  /** Newest first. What cannot be read is left out, and said in the log once. */
  list(): readonly RunRow[] {
    if (!existsSync(this.folder)) return [];
    const ids = readdirSync(this.folder).filter((name) => RUN_ID.test(name));
    return ids
      .sort()
      .reverse()
      .flatMap((id) => this.head(id) ?? []);
  }

  /** Throws `AppError` NOT_FOUND. */
  headOf(id: string): RunRow {
    const head = RUN_ID.test(id) ? this.head(id) : undefined;
    if (head === undefined) throw absent(id);
    return head;
  }

  /** Throws `AppError` NOT_FOUND, or STORE where it cannot be read. */
  get(id: string): RunDetail {
    if (!RUN_ID.test(id) || !existsSync(join(this.folderOf(id), HEAD_FILE))) throw absent(id);
    try {
      return runDetail.parse(JSON.parse(readFileSync(join(this.folderOf(id), DETAIL_FILE), 'utf8')));
    } catch (error) {
      throw new AppError('STORE', `the run ${id} cannot be read`, { cause: error });
    }
  }

  /** At once for everybody who lists, whatever the disk takes. */
  async delete(id: string): Promise<void> {
    if (!RUN_ID.test(id) || !existsSync(this.folderOf(id))) throw absent(id);
    const gone = `${this.folderOf(id)}.deleted`;
    await rename(this.folderOf(id), gone);
    this.heads.delete(id);
    await rm(gone, { recursive: true, force: true });
  }

  private head(id: string): RunRow | undefined {
    const known = this.heads.get(id);
    const file = join(this.folderOf(id), HEAD_FILE);
    if (known !== undefined || !existsSync(file)) return known;
    try {
      const head = runRow.parse(JSON.parse(readFileSync(file, 'utf8')));
      this.heads.set(id, head);
      return head;
    } catch (error) {
      this.log.warn('a kept backtest could not be read', { run: id, error: String(error) });
      return undefined;
    }
  }
}

const absent = (id: string): AppError => new AppError('NOT_FOUND', `there is no kept backtest "${id}"`);
