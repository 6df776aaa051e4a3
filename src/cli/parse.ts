import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

export interface Parsed {
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Of options that may be given several times. */
  readonly lists: Readonly<Record<string, readonly string[] | undefined>>;
  readonly flags: ReadonlySet<string>;
  readonly words: readonly string[];
}

/** @throws UsageError */
export function parse(args: readonly string[], options: Options): Parsed {
  return parsed(idsLast(args, options), options);
}

/** Ids of 16 random bytes may begin with a dash: they are words, at the end. */
function idsLast(args: readonly string[], options: Options): readonly string[] {
  const isId = (arg: string): boolean => /^-[A-Za-z0-9_-]{21}$/.test(arg) && !(arg.slice(2) in options);
  if (args.includes('--') || !args.some(isId)) return args;
  return [...args.filter((arg) => !isId(arg)), '--', ...args.filter(isId)];
}

function parsed(args: readonly string[], options: Options): Parsed {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const entries = Object.entries(values);
    return {
      values: Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
      lists: Object.fromEntries(entries.filter((entry): entry is [string, string[]] => Array.isArray(entry[1]))),
      flags: new Set(entries.filter(([, value]) => value === true).map(([name]) => name)),
      words: positionals,
    };
  } catch (error) {
    throw new UsageError(firstSentence(error));
  }
}

function firstSentence(error: unknown): string {
  const [sentence = 'wrong usage'] = (error instanceof Error ? error.message : '').split(/\.\s|\n/);
  return `${sentence}: see waxwing help`;
}
