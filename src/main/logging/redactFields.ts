// Nothing that looks like a secret reaches a log: checked at the sink, by the name of the field.

const SECRET = /secret|passw|passphrase|token|api_?key|private_?key|mnemonic|authorization|cookie|signature/i;

/** A copy of plain data with the values of secret-looking keys made unreadable, at any depth. */
export function redactFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactFields);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, SECRET.test(key) ? '[redacted]' : redactFields(child)]),
  );
}
