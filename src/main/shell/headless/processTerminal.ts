// A stream of this process as a terminal, and the promise that no terminal, slow, paused or gone, holds up the engines.
import type { Terminal } from './terminal.ts';

/** What Node does not type: a terminal is written to synchronously unless its handle is told otherwise. */
interface BlockingHandle {
  readonly _handle?: { readonly setBlocking?: (isBlocking: boolean) => void } | null;
}

/** Of a terminal that does not say. */
const USUAL_SIZE = { columns: 80, rows: 24 };

/** Takes `stream` over for good; `others` are what else this process says to the same terminal. */
export function processTerminal(stream: NodeJS.WriteStream, others: readonly NodeJS.WriteStream[]): Terminal {
  let isGone = false;
  for (const each of [stream, ...others]) {
    // A terminal that is paused (Ctrl+S, a selection) takes nothing: that must wait there, not here.
    if (each.isTTY) (each as BlockingHandle)._handle?.setBlocking?.(false);
    // Elsewhere a closed output ends the program. Engines go on: they are asked to stop by signal or command.
    each.removeAllListeners('error');
    each.on('error', () => {
      if (each === stream) isGone = true;
    });
  }
  return {
    isTty: stream.isTTY,
    hasColors: stream.isTTY && stream.hasColors(),
    columns: () => (stream.columns > 0 ? stream.columns : USUAL_SIZE.columns),
    rows: () => (stream.rows > 0 ? stream.rows : USUAL_SIZE.rows),
    write: (text) => {
      if (!isGone) stream.write(text);
    },
    isBusy: () => isGone || stream.writableLength > 0,
    onResize: (listener) => {
      stream.on('resize', listener);
      return () => void stream.off('resize', listener);
    },
    onExit: (work) => {
      process.once('exit', work);
      return () => void process.off('exit', work);
    },
  };
}
