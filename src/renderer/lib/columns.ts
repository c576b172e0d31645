// Packed columns of the contract as numbers.

/** Undefined in a browser that is some years old. */
const decode = (Uint8Array as unknown as { readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer> })
  .fromBase64;

/** The numbers of a `packedColumn`; NaN where a value is absent. */
export function unpackColumn(text: string): Float64Array {
  const bytes = decode?.(text) ?? Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / Float64Array.BYTES_PER_ELEMENT);
}
