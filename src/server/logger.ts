import pino, { type DestinationStream } from 'pino';
import { UNSEEN } from '../protocol/unseen.ts';
import type { LogLevel } from './config.ts';
import type { Log } from './doors/log.ts';
import { openLogOutput } from './logOutput.ts';

/** UTF-16 units of one text. */
const LONGEST = 2000;

/**
 * JSON lines on standard output: one an event, whatever somebody else's text is in it.
 * @param output takes each whole line
 */
export function createLog(level: LogLevel, output: DestinationStream = openLogOutput(1)): Log {
  const formatters = { level: (label: string) => ({ level: label }), log: shortened };
  const serializers = { err: (error: Error) => shortened(pino.stdSerializers.err(error)) };
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters, serializers };
  return pino(options, { write: (line) => output.write(`${escaped(line.trimEnd())}\n`) });
}

function shortened<Facts extends object>(facts: Facts): Facts {
  const entries = Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? cut(fact) : fact]);
  return Object.fromEntries(entries) as Facts;
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

/** What nobody sees, and what turns or breaks a line on somebody's screen, as JSON may spell it. */
const escaped = (line: string): string =>
  line.replace(UNSEEN, (unseen) =>
    Array.from({ length: unseen.length }, (_, at) => `\\u${unseen.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  );
