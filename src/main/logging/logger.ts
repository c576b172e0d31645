// The port through which everything writes its log. Lines are for people and support; no test asserts on them.

export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  /** A logger whose lines carry `name`, below the parent's. */
  child(name: string): Logger;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
