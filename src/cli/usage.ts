import { oneLine } from '../protocol/oneLine.ts';

/** Wrong usage: the command ends with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What cannot be done, and what to do about it, in one line: the command ends with status 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export interface Command {
  /** All of it, for `waxwing help NAME`. */
  readonly help: string;
  /** Answers the exit status. @param args what stands behind the command's name */
  run(args: readonly string[]): Promise<number>;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One line on standard error, for people. Some of it may be another machine's words, as the name in a certificate is. */
export function complain(message: string): void {
  process.stderr.write(`waxwing: ${oneLine(message.replaceAll(/\s*\n\s*/g, ' '))}\n`);
}
