import pino from 'pino';
import type { LogLevel } from './config.ts';
import type { Log } from './doors/log.ts';

/** JSON lines on standard output. */
export function createLog(level: LogLevel): Log {
  const formatters = { level: (label: string) => ({ level: label }) };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters });
}
