import { z } from 'zod';
import type { OtlpLogs } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';
import { Refusal } from '../../core/refusal.ts';

// What a log record of OpenTelemetry says, in the words of a record here.

export type LogRecord = OtlpLogs['resourceLogs'][number]['scopeLogs'][number]['logRecords'][number];

const NANOSECONDS = 1_000_000;
/** Deeper than this a value is kept as it came. */
const DEEPEST = 16;
/** Four numbers each, from 1 on. */
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** When it happened, else when it was seen, UTC milliseconds. */
export function timeOf({ timeUnixNano, observedTimeUnixNano }: LogRecord): number | undefined {
  const at =
    Math.floor(Number(timeUnixNano ?? 0) / NANOSECONDS) || Math.floor(Number(observedTimeUnixNano ?? 0) / NANOSECONDS);
  return at > 0 ? at : undefined;
}

/** Its own word for it, else the one of its number. */
export function levelOf({ severityText, severityNumber = 0 }: LogRecord): string | undefined {
  if (severityText) return severityText.slice(0, limits.recordLevel);
  return SEVERITIES[Math.ceil(severityNumber / 4) - 1];
}

/** A text as it is; whatever else it holds as JSON. @throws Refusal invalid */
export function messageOf(body: unknown): string {
  try {
    const value = valueOf(body, 0) ?? '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    throw new Refusal('invalid', { field: 'body' });
  }
}

const AnyValue = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => ({ is: stringValue })),
  z.object({ boolValue: z.boolean() }).transform(({ boolValue }) => ({ is: boolValue })),
  z.object({ intValue: z.union([z.string(), z.number()]) }).transform(({ intValue }) => ({ is: wholeOf(intValue) })),
  z.object({ doubleValue: z.union([z.number(), z.string()]) }).transform(({ doubleValue }) => ({ is: doubleValue })),
  z.object({ bytesValue: z.string() }).transform(({ bytesValue }) => ({ is: bytesValue })),
  z
    .object({ arrayValue: z.object({ values: z.array(z.unknown()).default([]) }) })
    .transform(({ arrayValue: { values } }) => ({ values })),
  z
    .object({
      kvlistValue: z.object({
        values: z.array(z.object({ key: z.string(), value: z.unknown().optional() })).default([]),
      }),
    })
    .transform(({ kvlistValue: { values } }) => ({ pairs: values })),
  // How an exporter writes that there is nothing.
  z.strictObject({}).transform(() => ({ is: null })),
]);

/** The plain value of an AnyValue; what is none stays as it is. */
function valueOf(value: unknown, depth: number): unknown {
  const read = depth < DEEPEST ? AnyValue.safeParse(value) : null;
  if (!read?.success) return value;
  const found = read.data;
  if ('is' in found) return found.is;
  if ('values' in found) return found.values.map((each) => valueOf(each, depth + 1));
  return Object.fromEntries(found.pairs.map((pair) => [pair.key, valueOf(pair.value, depth + 1)]));
}

/** 64 bits come as text; what a number here cannot hold stays one. */
function wholeOf(value: string | number): string | number {
  const whole = Number(value);
  return Number.isSafeInteger(whole) ? whole : value;
}
