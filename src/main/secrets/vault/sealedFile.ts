// The file of the vault, as text: a header that anyone may read and nobody may change, the sealed content, and a checksum that
// tells a damaged file from a wrong passphrase.
import { createCipheriv, createDecipheriv, hash, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

/** How much work a guess is: 2^17 blocks of 1 KiB, some 130 MB and a third of a second. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
const MAX_COST = { N: 2 ** 20, r: 16, p: 4 } as const;
const [SALT_BYTES, IV_BYTES, KEY_BYTES, TAG_BYTES] = [16, 12, 32, 16];
const CIPHER = 'aes-256-gcm';

const base64 = (bytes: number) =>
  z.string().refine((text) => Buffer.from(text, 'base64').length === bytes, `expected ${String(bytes)} bytes`);

/** Nothing weaker than what this program writes, nothing that would take the machine's memory. */
const derivation = z.strictObject({
  name: z.literal('scrypt'),
  N: z.int().min(COST.N).max(MAX_COST.N),
  r: z.int().min(COST.r).max(MAX_COST.r),
  p: z.int().min(COST.p).max(MAX_COST.p),
  salt: base64(SALT_BYTES),
});
export type Derivation = z.output<typeof derivation>;

const header = z.strictObject({
  foredeckVault: z.literal(1),
  derivation,
  cipher: z.strictObject({ name: z.literal(CIPHER), iv: base64(IV_BYTES) }),
  /** Whose keys are inside, and which: no more than that they are there. */
  stored: z.record(z.string(), z.strictObject({ fields: z.array(z.string()), at: z.int().min(0) })),
});
export type StoredIndex = z.output<typeof header>['stored'];

const content = z.record(z.string(), z.strictObject({ values: z.record(z.string(), z.string()), at: z.int().min(0) }));
export type VaultContent = z.output<typeof content>;

export interface SealedFile {
  readonly headerText: string;
  readonly derivation: Derivation;
  readonly iv: string;
  readonly stored: StoredIndex;
  readonly sealed: Buffer;
}

export const newDerivation = (): Derivation => ({
  name: 'scrypt',
  ...COST,
  salt: randomBytes(SALT_BYTES).toString('base64'),
});

/** In a thread of its own: a guess must not hold up the engines. */
export function deriveKey(passphrase: string, { N, r, p, salt }: Derivation): Promise<Buffer> {
  // Twice what it needs: Node counts more than the blocks.
  const options = { N, r, p, maxmem: 2 * 128 * N * r * p };
  return new Promise((done, failed) => {
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), KEY_BYTES, options, (error, key) => {
      if (error === null) done(key);
      else failed(error);
    });
  });
}

/** The text of the file; sealed anew each time, under a vector that is never used twice. */
export function seal(key: Buffer, kept: Derivation, inside: VaultContent): string {
  const iv = randomBytes(IV_BYTES);
  const stored = Object.entries(inside).map(([id, { values, at }]) => [id, { fields: Object.keys(values), at }]);
  const head: z.input<typeof header> = {
    foredeckVault: 1,
    derivation: kept,
    cipher: { name: CIPHER, iv: iv.toString('base64') },
    stored: Object.fromEntries(stored) as StoredIndex,
  };
  const headerText = JSON.stringify(head);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(headerText));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(inside), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const body = `${headerText}\n${sealed.toString('base64')}\n`;
  return `${body}${hash('sha256', body)}\n`;
}

/** Throws `AppError` STORE for what is not whole. */
export function parseSealed(text: string, path: string): SealedFile {
  const [headerText = '', sealedText = '', sum, ...rest] = text.split('\n');
  const isWhole = sum === hash('sha256', `${headerText}\n${sealedText}\n`) && rest.join('') === '';
  const parsed = isWhole ? header.safeParse(jsonOf(headerText)) : undefined;
  const sealed = Buffer.from(sealedText, 'base64');
  if (parsed?.success !== true || sealed.length < TAG_BYTES) {
    throw new AppError(
      'STORE',
      `${path} is damaged, or not a vault of this version: restore a copy of it, or move it away and make a new vault; it was left as it is`,
    );
  }
  const { derivation: found, cipher, stored } = parsed.data;
  return { headerText, derivation: found, iv: cipher.iv, stored, sealed };
}

/** Undefined: the key is another one, or somebody has changed the file. */
export function unseal(key: Buffer, { headerText, iv, sealed }: SealedFile): VaultContent | undefined {
  const decipher = createDecipheriv(CIPHER, key, Buffer.from(iv, 'base64'), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(headerText)).setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
    return content.parse(jsonOf(text));
  } catch {
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
