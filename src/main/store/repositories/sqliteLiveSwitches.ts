// Which connections trade live. A switch is on the disk before anything is done about it.
import { eq } from 'drizzle-orm';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { inTransaction, guarded, type OpenedDatabase } from '../openDatabase.ts';
import type { LiveSwitch, LiveSwitches } from '../ports/liveSwitches.ts';
import { liveSwitches } from '../schema/foredeck.ts';
import { upsertInto } from '../tableWriter.ts';

export class SqliteLiveSwitches implements LiveSwitches {
  private readonly db: OpenedDatabase;

  constructor(db: OpenedDatabase) {
    this.db = db;
  }

  find(connection: ConnectionId): LiveSwitch | undefined {
    const row = guarded(this.db, () =>
      this.db.select().from(liveSwitches).where(eq(liveSwitches.connection, connection)).get(),
    );
    if (row === undefined) return undefined;
    const { verifiedAt, fingerprint, ...rest } = row;
    return {
      ...rest,
      ...(verifiedAt === null ? {} : { verifiedAt }),
      ...(fingerprint === null ? {} : { fingerprint }),
    };
  }

  save(row: LiveSwitch): void {
    this.durably(() => upsertInto(this.db.$client, liveSwitches, ['connection'])(row));
  }

  delete(connection: ConnectionId): void {
    this.durably(() => void this.db.delete(liveSwitches).where(eq(liveSwitches.connection, connection)).run());
  }

  /** Steps go on as they were written before. */
  private durably(work: () => void): void {
    const { $client: client } = this.db;
    guarded(this.db, () => {
      const before = Number(client.pragma('synchronous', { simple: true }));
      client.pragma('synchronous = FULL');
      try {
        inTransaction(this.db, work);
      } finally {
        client.pragma(`synchronous = ${before}`);
      }
    });
  }
}
