// The keys of the trader, in one file sealed with a passphrase: `secrets.vault` in the data folder. What is inside leaves by `get`
// alone, for the connection that needs it; no message of this module ever holds a secret.
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { writeAtomically } from '../config/atomicFile.ts';
import { isSystemError, systemErrorText } from '../config/systemError.ts';
import type { WallClock } from '../config/commandContext.ts';
import { AppError } from '../../shared/errors.ts';
import { oneByOne } from '../../shared/oneByOne.ts';
import { toEpochMs } from '../../shared/domain/ids.ts';
import type { SecretStore, SecretStoreStatus, SecretValues } from './ports.ts';
import {
  type Derivation,
  deriveKey,
  newDerivation,
  parseSealed,
  seal,
  type SealedFile,
  unseal,
  type VaultContent,
} from './vault/sealedFile.ts';

interface Opened {
  readonly key: Buffer;
  readonly derivation: Derivation;
  content: VaultContent;
}

/** For its owner alone. */
const MODE = 0o600;
const SHORTEST = 12;
/** Wrong passphrases that cost no time; each further one doubles it, from a second to a minute. */
const FREE_TRIES = 2;
const LONGEST_WAIT_MS = 60_000;

export class Vault implements SecretStore {
  private readonly path: string;
  private readonly clock: WallClock;
  private opened: Opened | undefined;
  private failures = 0;
  private nextTryAt = 0;
  /** Each piece of work begins with what the one before has written. */
  private readonly inTurn = oneByOne();

  constructor(path: string, clock: WallClock) {
    this.path = path;
    this.clock = clock;
  }

  get isUnlocked(): boolean {
    return this.opened !== undefined;
  }

  status(): SecretStoreStatus {
    const isCreated = existsSync(this.path);
    const base = { isCreated, isUnlocked: this.isUnlocked, problem: undefined };
    if (!isCreated) return { ...base, stored: new Map() };
    try {
      const stored = Object.entries(this.read().stored);
      return { ...base, stored: new Map(stored.map(([id, { fields, at }]) => [id, { fields, at: toEpochMs(at) }])) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ...base, stored: new Map(), problem: error.message };
    }
  }

  create(passphrase: string): Promise<void> {
    return this.inTurn(async () => {
      if (passphrase.length < SHORTEST)
        throw new AppError('BAD_INPUT', `expected a passphrase of at least ${String(SHORTEST)} characters`);
      const derivation = newDerivation();
      this.refuseIfThere();
      const key = await deriveKey(passphrase, derivation);
      this.refuseIfThere();
      await this.write({ key, derivation, content: {} });
    });
  }

  unlock(passphrase: string): Promise<void> {
    return this.inTurn(async () => {
      if (this.opened !== undefined) return;
      const waitMs = this.nextTryAt - this.clock.elapsedMs();
      if (waitMs > 0) {
        const seconds = String(Math.ceil(waitMs / 1000));
        throw new AppError('BAD_INPUT', `too many wrong passphrases: the next try is possible in ${seconds} s`);
      }
      const file = this.read();
      const key = await deriveKey(passphrase, file.derivation);
      const content = unseal(key, file);
      if (content === undefined) throw this.wrong();
      this.failures = 0;
      this.keepPrivate();
      this.opened = { key, derivation: file.derivation, content };
    });
  }

  set(connection: string, values: SecretValues): Promise<void> {
    const at = this.clock.now();
    return this.change((content) => ({ ...content, [connection]: { values: { ...values }, at } }));
  }

  delete(connection: string): Promise<void> {
    return this.change(({ [connection]: _, ...others }) => others);
  }

  get(connection: string): SecretValues | undefined {
    return this.opened?.content[connection]?.values;
  }

  private change(edit: (content: VaultContent) => VaultContent): Promise<void> {
    return this.inTurn(async () => {
      const { opened } = this;
      if (opened === undefined) throw new AppError('BAD_INPUT', LOCKED);
      // Another process may have written since: what it has stored stays.
      const file = this.read();
      const content = file.derivation.salt === opened.derivation.salt ? unseal(opened.key, file) : undefined;
      if (content === undefined) {
        this.opened = undefined;
        throw new AppError('BAD_INPUT', 'the vault has become another one: unlock it again');
      }
      await this.write({ ...opened, content: edit(content) });
    });
  }

  private async write(next: Opened): Promise<void> {
    await writeAtomically(this.path, [seal(next.key, next.derivation, next.content)], MODE);
    this.opened = next;
  }

  private read(): SealedFile {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code === 'ENOENT') throw new AppError('NOT_FOUND', 'there is no vault yet: make one', { cause: error });
      throw new AppError('STORE', systemErrorText(error, this.path), { cause: error });
    }
    return parseSealed(text, this.path);
  }

  private refuseIfThere(): void {
    if (existsSync(this.path))
      throw new AppError('BAD_INPUT', 'there is a vault already: unlock it with its passphrase');
  }

  private wrong(): AppError {
    this.failures += 1;
    const beyond = this.failures - FREE_TRIES;
    const waitMs = beyond <= 0 ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (beyond - 1));
    this.nextTryAt = this.clock.elapsedMs() + waitMs;
    const wait = waitMs === 0 ? '' : `; the next try is possible in ${String(waitMs / 1000)} s`;
    return new AppError('BAD_INPUT', `the passphrase does not open the vault${wait}`);
  }

  /** A copy from elsewhere may have brought other rights along. */
  private keepPrivate(): void {
    if ((statSync(this.path).mode & 0o077) !== 0 && process.platform !== 'win32') chmodSync(this.path, MODE);
  }
}

const LOCKED = 'the vault is locked: unlock it with its passphrase first';
