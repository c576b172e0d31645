// Mean and spread of a series of floats.

/** Sum with Neumaier's compensation: exact to the last bits for any order of magnitude. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** Of at least one value. */
export const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Sample standard deviation (n - 1) of at least two values; exactly 0 where the spread is only rounding noise. */
export function sampleDeviation(values: readonly number[]): number {
  const center = mean(values);
  const deviation = Math.sqrt(sum(values.map((value) => (value - center) ** 2)) / (values.length - 1));
  return deviation <= Math.abs(center) * 1e-12 ? 0 : deviation;
}
