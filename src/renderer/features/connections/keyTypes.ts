import type { ConnectionRow } from '../../../shared/contract/records/connection.ts';

export type Secrets = NonNullable<ConnectionRow['secrets']>;

/** What was typed or issued, by the name of its field. */
export type Values = Readonly<Record<string, string>>;
