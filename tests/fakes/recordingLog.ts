// A log that remembers how often it was written to, by level; nobody asserts on its words.
import type { Logger } from '../../src/main/logging/logger.ts';

export class RecordingLog implements Logger {
  readonly count = { debug: 0, info: 0, warn: 0, error: 0 };

  child = (): Logger => this;
  debug = (): void => void (this.count.debug += 1);
  info = (): void => void (this.count.info += 1);
  warn = (): void => void (this.count.warn += 1);
  error = (): void => void (this.count.error += 1);
}
