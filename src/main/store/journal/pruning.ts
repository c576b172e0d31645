// Deletes what has outlived its retention, a bounded piece per call.
import type { Statement } from 'better-sqlite3';
import type { ConnectionId, ModelId, StrategyId, SymbolId } from '../../../shared/domain/ids.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time.ts';
import { type OpenedDatabase, type Sqlite } from '../openDatabase.ts';
import type { Retention } from '../ports/journal.ts';
import { nextAnchor } from './keptSnapshots.ts';
import type { SnapshotTable } from './snapshotTable.ts';

const MEGABYTE = 1e6;
/** A piece: some milliseconds of work. */
const BLOCKS_PER_CALL = 400;
const BYTES_PER_CALL = 2 * MEGABYTE;
const ROWS_PER_CALL = 2_000;
const PAGES_PER_CALL = 256;
/** Free pages that are kept for what comes, as a share of the file. */
const FREE_SHARE = 1 / 8;
const ACTIVITY_MS = DAY_MS;
const FULL_EQUITY_MS = 7 * DAY_MS;

interface JournalRow {
  readonly connection: ConnectionId;
  readonly bytes: number;
  readonly anchorSeq: number;
}

interface PruneOptions {
  readonly connection: ConnectionId;
  /** The connection's own time. */
  readonly now: number;
  readonly wallNow: number;
  readonly retention: Retention;
}

export class Pruning {
  private readonly client: Sqlite;
  private readonly snapshots: SnapshotTable;
  private readonly selectJournals: Statement<[], JournalRow>;
  private readonly setAnchor: Statement<[number, ConnectionId]>;
  private readonly selectBlocks: Statement<[ConnectionId, number, number], { firstSeq: number; bytes: number }>;
  private readonly deleteBlocks: Statement<[ConnectionId, number]>;
  private readonly nextDecided: Statement<[ConnectionId, string, string], { symbol: SymbolId; strategy: StrategyId }>;
  private readonly deleteDecisions: Statement<[ConnectionId, SymbolId, StrategyId, number]>;
  private readonly nextPredicted: Statement<[ConnectionId, string, string], { symbol: SymbolId; model: ModelId }>;
  private readonly deletePredictions: Statement<[ConnectionId, SymbolId, ModelId, number]>;
  private readonly deleteActivity: Statement<[ConnectionId, number, number]>;
  private readonly selectSamples: Statement<[ConnectionId, number, number, number], number>;
  private readonly deleteSample: Statement<[ConnectionId, number]>;
  /** Up to when the equity of a connection is known to be thinned. */
  private readonly thinnedTo = new Map<ConnectionId, number>();

  constructor({ $client: client }: OpenedDatabase, snapshots: SnapshotTable) {
    this.client = client;
    this.snapshots = snapshots;
    this.selectJournals = client.prepare('select connection, bytes, anchor_seq as anchorSeq from journals');
    this.setAnchor = client.prepare('update journals set anchor_seq = ? where connection = ?');
    this.selectBlocks = client.prepare(
      'select first_seq as firstSeq, octet_length(steps) as bytes from journal_blocks ' +
        'where connection = ? and first_seq <= ? order by first_seq limit ?',
    );
    this.deleteBlocks = client.prepare('delete from journal_blocks where connection = ? and first_seq <= ?');
    this.nextDecided = client.prepare(
      'select symbol, strategy from decisions where connection = ? and (symbol, strategy) > (?, ?) ' +
        'order by symbol, strategy limit 1',
    );
    this.deleteDecisions = client.prepare(
      'delete from decisions where connection = ? and symbol = ? and strategy = ? and close_time < ?',
    );
    this.nextPredicted = client.prepare(
      'select symbol, model from predictions where connection = ? and (symbol, model) > (?, ?) ' +
        'order by symbol, model limit 1',
    );
    this.deletePredictions = client.prepare(
      'delete from predictions where connection = ? and symbol = ? and model = ? and candle_close_time < ?',
    );
    this.deleteActivity = client.prepare(
      'delete from activity where "row" in ' +
        '(select "row" from activity where connection = ? and at < ? order by at limit ?)',
    );
    this.selectSamples = client
      .prepare<[ConnectionId, number, number, number], number>(
        'select at from equity as sample where connection = ? and at >= ? and at < ? and exists (select 1 from equity ' +
          'where connection = sample.connection and at > sample.at ' +
          `and at < (sample.at / ${HOUR_MS} + 1) * ${HOUR_MS}) order by at limit ?`,
      )
      .pluck();
    this.deleteSample = client.prepare('delete from equity where connection = ? and at = ?');
  }

  /** Within a transaction. True when there is more to do. */
  prune({ connection, now, wallNow, retention }: PruneOptions): boolean {
    this.moveAnchors(wallNow, retention);
    const pieces = [
      ...this.selectJournals.all().map((journal) => this.pruneBlocks(journal)),
      this.pruneDecisions(connection, now - retention.decisionDays * DAY_MS),
      this.prunePredictions(connection, now - retention.decisionDays * DAY_MS),
      this.deleteActivity.run(connection, now - ACTIVITY_MS, ROWS_PER_CALL).changes === ROWS_PER_CALL,
      this.thinEquity(connection, now - FULL_EQUITY_MS),
    ];
    return pieces.includes(true);
  }

  /** Outside of a transaction. Gives free pages back to the file system; true when there are more. */
  shrink(): boolean {
    const isCrowded = (): boolean => this.pages('freelist_count') <= this.pages('page_count') * FREE_SHARE;
    if (isCrowded()) return false;
    this.client.pragma(`incremental_vacuum(${PAGES_PER_CALL})`);
    return !isCrowded();
  }

  private pages(which: 'freelist_count' | 'page_count'): number {
    return Number(this.client.pragma(which, { simple: true }));
  }

  /** From then on the steps before count as deleted. The connection with the most gives way for all. */
  private moveAnchors(wallNow: number, { keepDays, maxMegabytes }: Retention): void {
    const journals = this.selectJournals.all().map((journal) => {
      const marks = this.snapshots.marks(journal.connection);
      const before = marks.find(({ seq }) => seq === journal.anchorSeq)?.bytes ?? 0;
      return { ...journal, marks: marks.filter(({ seq }) => seq > journal.anchorSeq), kept: journal.bytes - before };
    });
    const excess = journals.reduce((sum, { kept }) => sum + kept, 0) - maxMegabytes * MEGABYTE;
    const largest = Math.max(...journals.map(({ kept }) => kept));
    for (const { connection, marks, bytes, kept } of journals) {
      const atLeastBytes = excess > 0 && kept === largest ? bytes - kept + Math.min(kept, excess) : undefined;
      const anchor = nextAnchor(marks, { oldest: wallNow - keepDays * DAY_MS, atLeastBytes });
      if (anchor === undefined) continue;
      this.setAnchor.run(anchor.seq, connection);
      this.snapshots.forget(connection, anchor.seq);
    }
  }

  private pruneBlocks({ connection, anchorSeq }: JournalRow): boolean {
    const blocks = this.selectBlocks.all(connection, anchorSeq, BLOCKS_PER_CALL);
    let bytes = 0;
    const last = blocks.find((block) => (bytes += block.bytes) >= BYTES_PER_CALL) ?? blocks.at(-1);
    if (last === undefined) return false;
    this.deleteBlocks.run(connection, last.firstSeq);
    return bytes >= BYTES_PER_CALL || blocks.length === BLOCKS_PER_CALL;
  }

  private pruneDecisions(connection: ConnectionId, before: number): boolean {
    let deleted = 0;
    for (
      let key = this.nextDecided.get(connection, '', '');
      key !== undefined;
      key = this.nextDecided.get(connection, key.symbol, key.strategy)
    ) {
      deleted += this.deleteDecisions.run(connection, key.symbol, key.strategy, before).changes;
      if (deleted >= ROWS_PER_CALL) return true;
    }
    return false;
  }

  private prunePredictions(connection: ConnectionId, before: number): boolean {
    let deleted = 0;
    for (
      let key = this.nextPredicted.get(connection, '', '');
      key !== undefined;
      key = this.nextPredicted.get(connection, key.symbol, key.model)
    ) {
      deleted += this.deletePredictions.run(connection, key.symbol, key.model, before).changes;
      if (deleted >= ROWS_PER_CALL) return true;
    }
    return false;
  }

  /** Keeps the last sample of every hour. */
  private thinEquity(connection: ConnectionId, before: number): boolean {
    const hour = Math.floor(before / HOUR_MS) * HOUR_MS;
    const doomed = this.selectSamples.all(connection, this.thinnedTo.get(connection) ?? 0, hour, ROWS_PER_CALL);
    for (const at of doomed) this.deleteSample.run(connection, at);
    const isMore = doomed.length === ROWS_PER_CALL;
    this.thinnedTo.set(connection, isMore ? (doomed.at(-1) ?? 0) : hour);
    return isMore;
  }
}
