// Kept runs: a folder each below `backtests` of the data folder, with the report's files and what the window shows of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunDetail, runDetail, type RunRow, runRow } from '../../../../shared/contract/records/backtest.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Logger } from '../../../logging/logger.ts';

/** As jobs make them; nothing else is a folder of a run. */
const RUN_ID = /^\d{8}-\d{6}-\d+$/;
const DELETED = '.deleted';
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

  /** Put aside, so that it can be brought back until `clear`. */
  async delete(id: string): Promise<void> {
    if (!RUN_ID.test(id) || !existsSync(this.folderOf(id))) throw absent(id);
    await rename(this.folderOf(id), this.deletedOf(id));
    this.heads.delete(id);
  }

  /** Throws `AppError` NOT_FOUND where it was not deleted, or is gone for good. */
  async restore(id: string): Promise<void> {
    if (!RUN_ID.test(id) || !existsSync(this.deletedOf(id)))
      throw new AppError('NOT_FOUND', `the backtest "${id}" cannot be brought back`);
    await rename(this.deletedOf(id), this.folderOf(id));
  }

  /** What was deleted is gone for good. Never rejects. */
  async clear(): Promise<void> {
    if (!existsSync(this.folder)) return;
    const gone = readdirSync(this.folder).filter((name) => name.endsWith(DELETED));
    for (const name of gone)
      await rm(join(this.folder, name), { recursive: true, force: true }).catch((error: unknown) => {
        this.log.warn('a deleted backtest is still on the disk', { name, error: String(error) });
      });
  }

  private deletedOf(id: string): string {
    return `${this.folderOf(id)}${DELETED}`;
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
