import { z } from 'zod';
import { OtlpLogs, type RecordLine } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Reporting } from '../../core/machines/reporting.ts';
import { Refusal } from '../../core/refusal.ts';
import { endpointOf, jsonOf, requireFew, tokenOf, type Post } from './reading.ts';

const NANOSECONDS = 1_000_000;
/** The values of OTLP that are one word. */
const Plain = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.object({ boolValue: z.boolean() }).transform(({ boolValue }) => String(boolValue)),
  z.object({ intValue: z.union([z.string(), z.number()]) }).transform(({ intValue }) => String(intValue)),
  z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => String(doubleValue)),
]);

type LogRecord = OtlpLogs['resourceLogs'][number]['scopeLogs'][number]['logRecords'][number];

/** `POST /v1/logs`: OTLP/HTTP in JSON. An export without records is taken, and is nothing. */
export async function exportLogs(request: Post, reporting: Reporting): Promise<object> {
  await reporting.records(() => recordsOf(request), tokenOf(request), endpointOf(request));
  return {};
}

function recordsOf(request: Post): RecordLine[] {
  const { resourceLogs } = jsonOf(request, OtlpLogs);
  const logs = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
  requireFew(logs.length);
  return logs.map(recordOf);
}

function recordOf({ timeUnixNano, severityText, body }: LogRecord): RecordLine {
  const message = messageOf(body);
  if (message.length > limits.recordText) throw new Refusal('too_large', { field: 'body' });
  const at = Math.floor(Number(timeUnixNano ?? 0) / NANOSECONDS);
  return {
    message,
    ...(at > 0 && { at }),
    ...(severityText && { level: severityText.slice(0, limits.recordLevel) }),
  };
}

/** Whatever is not one word is kept as JSON. */
function messageOf(body: unknown): string {
  const plain = Plain.safeParse(body);
  if (plain.success) return plain.data;
  try {
    return JSON.stringify(body) ?? '';
  } catch {
    throw new Refusal('invalid', { field: 'body' });
  }
}
