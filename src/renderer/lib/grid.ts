// A dragged price as text on the instrument's grid; main rounds nothing for the trader, it refuses what is off the grid.

/** Nearest multiple of `tickSize` as plain decimal text. */
export function onGrid(price: number, tickSize: string | undefined): string {
  const tick = Number(tickSize ?? 0);
  if (!(tick > 0)) return String(price);
  const decimals = tickSize?.split('.')[1]?.length ?? 0;
  return (Math.round(price / tick) * tick).toFixed(decimals);
}
