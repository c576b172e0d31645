import { createInterface } from 'node:readline';

/** True when the answer on the terminal is yes; anything else, also nothing or Ctrl+C, is no. */
export function askYes(question: string, signal: AbortSignal): Promise<boolean> {
  // No line editing: Ctrl+C then reaches the program as ever.
  const lines = createInterface({ input: process.stdin, terminal: false, signal });
  process.stderr.write(question);
  return new Promise((answered) => {
    lines.once('line', (line) => {
      answered(/^y(?:es)?$/i.test(line.trim()));
      // Open, it would keep the process alive; nothing else reads it.
      process.stdin.destroy();
    });
    lines.once('close', () => answered(false));
  });
}
