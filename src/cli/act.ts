import type { Parsed } from './parse.ts';
import { UsageError } from './usage.ts';

/** Something that an admin does on the server's machine. */
export interface Act {
  readonly usage: string;
  readonly does: string;
  /** Those that it takes of its own. */
  readonly options?: readonly string[];
  /** @throws UsageError */
  request(words: readonly string[], given: Parsed): object;
  /** In its place, of an act of many steps: `show` has the answers to all of them. @throws UsageError, CommandError */
  requests?(words: readonly string[], given: Parsed): Promise<readonly object[]>;
  /** Lines for people. */
  show(result: never): readonly string[];
}

/** @param what it is called in the usage. @throws UsageError */
export function one(words: readonly string[], what = 'NAME'): string {
  const [name, ...rest] = words;
  if (name === undefined || rest.length > 0) throw new UsageError(`exactly one ${what} is wanted`);
  return name;
}

/** @throws UsageError */
export function none(words: readonly string[]): object {
  if (words.length > 0) throw new UsageError(`what is ${words[0]}?`);
  return {};
}
