import { OtlpLogs, type OtlpAnswer, type RecordLine } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Reporting } from '../../core/machines/reporting.ts';
import { Refusal } from '../../core/refusal.ts';
import { levelOf, messageOf, timeOf, type LogRecord } from './otlp.ts';
import { endpointOf, jsonOf, requireFew, tokenOf, type Post } from './reading.ts';

/**
 * `POST /v1/logs`: OTLP/HTTP in JSON. An export without records is taken, and is nothing. Records that are too long are left
 * out, and the answer counts them: whoever exports would drop the others with them.
 */
export async function exportLogs(request: Post, reporting: Reporting): Promise<OtlpAnswer> {
  let rejected = 0;
  const read = (): RecordLine[] => {
    const all = logsOf(request);
    const kept = all.map(recordOf).filter(({ message }) => message.length <= limits.recordText);
    rejected = all.length - kept.length;
    return kept;
  };
  await reporting.records(read, tokenOf(request), endpointOf(request));
  if (rejected === 0) return {};
  const errorMessage = `a message has at most ${limits.recordText} characters`;
  return { partialSuccess: { rejectedLogRecords: String(rejected), errorMessage } };
}

/** @throws Refusal unsupported_type, invalid, too_large */
function logsOf(request: Post): LogRecord[] {
  if (/^application\/x-protobuf\b/i.test(request.headers['content-type'] ?? ''))
    throw new Refusal('unsupported_type', { field: 'content-type' });
  const { resourceLogs } = jsonOf(request, OtlpLogs);
  const logs = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
  requireFew(logs.length);
  return logs;
}

function recordOf(log: LogRecord): RecordLine {
  const [at, level] = [timeOf(log), levelOf(log)];
  return { message: messageOf(log.body), ...(at !== undefined && { at }), ...(level !== undefined && { level }) };
}
