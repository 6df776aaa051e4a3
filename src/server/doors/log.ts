/** The log as the doors use it: one JSON line an event, without content, passwords, tokens or query strings. */
export interface Log {
  info(facts: object, event: string): void;
  warn(facts: object, event: string): void;
  error(facts: object, event: string): void;
  debug(facts: object, event: string): void;
}
