// Numbers of a chart as the window gets them: text of a million digits is slow to write, to send and to read.

/** Of `packedColumn`: 64-bit floats, little-endian, in base64; NaN where a value is absent. */
export const packColumn = (values: Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
