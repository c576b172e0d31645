import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { processTerminal } from '../../../../src/main/shell/headless/processTerminal.ts';

/** A stream as Node makes them, on a terminal that takes text when `take` is called. */
function aStream(size: { readonly columns: number; readonly rows: number }) {
  const taken: string[] = [];
  let take = (): void => undefined;
  const writable = new Writable({
    decodeStrings: false,
    write: (text: string, _, done) => {
      taken.push(text);
      take = done;
    },
  });
  const blocking: boolean[] = [];
  const handle = { setBlocking: (isBlocking: boolean) => void blocking.push(isBlocking) };
  const terminal = { isTTY: true, hasColors: () => true, _handle: handle, ...size };
  const stream = Object.assign(writable, terminal) as unknown as NodeJS.WriteStream;
  return { stream, taken, blocking, take: () => take() };
}

describe('processTerminal', () => {
  it('is never waited for, and says while it is busy', () => {
    const [main, beside] = [aStream({ columns: 120, rows: 40 }), aStream({ columns: 120, rows: 40 })];
    const terminal = processTerminal(main.stream, [beside.stream]);
    expect([main.blocking, beside.blocking]).toEqual([[false], [false]]);
    expect(terminal.isBusy()).toBe(false);
    terminal.write('frame');
    expect(terminal.isBusy()).toBe(true);
    main.take();
    expect(terminal.isBusy()).toBe(false);
    expect(main.taken).toEqual(['frame']);
  });

  it('is left alone once it is gone, whatever else waits for its errors', () => {
    const { stream, taken } = aStream({ columns: 120, rows: 40 });
    stream.on('error', (error) => {
      throw error;
    });
    const terminal = processTerminal(stream, []);
    stream.emit('error', new Error('write EIO'));
    terminal.write('frame');
    expect(terminal.isBusy()).toBe(true);
    expect(taken).toEqual([]);
  });

  it('has a usual size where it states none, and tells when it changes', () => {
    const { stream } = aStream({ columns: 0, rows: 0 });
    const terminal = processTerminal(stream, []);
    expect([terminal.columns(), terminal.rows()]).toEqual([80, 24]);
    let resized = 0;
    const ignore = terminal.onResize(() => resized++);
    stream.emit('resize');
    ignore();
    stream.emit('resize');
    expect(resized).toBe(1);
  });
});
