// What other folders may use of the candle files.
export { readCandleFile } from './candleFiles/readCandleFile.ts';
