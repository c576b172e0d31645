// Where the rehearsal exchange gives keys and looks at those that are shown. It keeps a hash of each, never the secret.
import { hash } from 'node:crypto';
import type { EpochMs } from '../../../shared/domain/ids.ts';
import { AppError } from '../../../shared/errors.ts';
import type { KeyedExchange, KeyRights, Keys } from '../ports.ts';

/** What the exchange remembers of the keys it gave. Throws `AppError`. */
export interface KeyBook {
  find(hash: string): KeyRights | undefined;
  add(hash: string, rights: KeyRights & { readonly issuedAt: EpochMs }): void;
}

export interface KeyDeskOptions {
  readonly book: KeyBook;
  /** So many random bytes. */
  readonly random: (bytes: number) => Buffer;
  readonly now: () => EpochMs;
}

const KEY = { name: 'key', label: 'API key' };
const SECRET = { name: 'secret', label: 'API secret' };
const REFUSED = 'the rehearsal exchange does not accept these keys: it has not issued them, or they are not complete';

export class KeyDesk implements KeyedExchange {
  readonly fields = [KEY, SECRET];
  private readonly options: KeyDeskOptions;

  constructor(options: KeyDeskOptions) {
    this.options = options;
  }

  readonly issue = (rights: KeyRights): Promise<Keys> =>
    new Promise((done) => {
      const { book, random, now } = this.options;
      const keys = {
        [KEY.name]: `rehearsal-${random(9).toString('hex')}`,
        [SECRET.name]: random(32).toString('base64url'),
      };
      book.add(hashOf(keys), { ...rights, issuedAt: now() });
      done(keys);
    });

  rights(keys: Keys): Promise<KeyRights> {
    return new Promise((done) => done(this.look(keys)));
  }

  /** Throws `AppError` for keys it has not issued. */
  look(keys: Keys): KeyRights {
    const found = this.options.book.find(hashOf(keys));
    if (found === undefined) throw new AppError('UNREACHABLE', REFUSED);
    return found;
  }
}

/** The secret alone has 256 bits that nobody can guess: one round is enough. */
const hashOf = (keys: Keys): string => hash('sha256', JSON.stringify([keys[KEY.name] ?? '', keys[SECRET.name] ?? '']));
