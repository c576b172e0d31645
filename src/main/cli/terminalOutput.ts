// Where words go: the answer to stdout, everything else to stderr.
import type { Output } from '../config/commandContext.ts';
import { invariant } from '../../shared/assert.ts';

export interface Streams {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly isErrorTty: boolean;
}

export function createOutput(streams: Streams, mode: { readonly json: boolean; readonly quiet: boolean }): Output {
  let isAnswered = false;
  return {
    answer: (value, text) => {
      invariant(!isAnswered, 'expected one answer per command, found a second');
      isAnswered = true;
      streams.stdout(mode.json ? `${JSON.stringify(value)}\n` : withNewline(text()));
    },
    note: (text) => {
      if (!mode.quiet) streams.stderr(withNewline(text));
    },
  };
}

const withNewline = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
