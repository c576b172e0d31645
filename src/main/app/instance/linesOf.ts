import type { Socket } from 'node:net';

/** The lines a peer sends. Undefined, and nothing after it: one had more than `most` characters. Rejects when it hangs up halfway. */
export async function* linesOf(peer: Socket, most: number): AsyncGenerator<string | undefined> {
  let rest = '';
  for await (const chunk of peer.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const isTooLong = line.length > most;
      yield isTooLong ? undefined : line;
      if (isTooLong) return;
    }
    if (rest.length > most) {
      yield undefined;
      return;
    }
  }
}
