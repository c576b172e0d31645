// A stream of this process as a terminal.
import type { Terminal } from './terminal.ts';

/** What Node does not type: a terminal is written to synchronously unless its handle is told otherwise. */
interface BlockingHandle {
  readonly _handle?: { readonly setBlocking?: (isBlocking: boolean) => void } | null;
}

/** Of a terminal that does not say. */
const USUAL_SIZE = { columns: 80, rows: 24 };

/**
 * Takes the stream over for good. A terminal that is paused (Ctrl+S, a selection) must not stop the engines, as it would with
 * Node's synchronous writes: what it does not take waits, and `isBusy` says so.
 */
export function processTerminal(stream: NodeJS.WriteStream): Terminal {
  if (stream.isTTY) (stream as BlockingHandle)._handle?.setBlocking?.(false);
  return {
    isTty: stream.isTTY,
    hasColors: stream.isTTY && stream.hasColors(),
    columns: () => (stream.columns > 0 ? stream.columns : USUAL_SIZE.columns),
    rows: () => (stream.rows > 0 ? stream.rows : USUAL_SIZE.rows),
    write: (text) => {
      if (stream.writable) stream.write(text);
    },
    isBusy: () => stream.writableLength > 0,
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
