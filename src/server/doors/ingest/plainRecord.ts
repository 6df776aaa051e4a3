import { LAST_TIME, type RecordLine } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';

/**
 * A record as nearly all of them are, seen at a tenth of what the schema costs. Whatever is not exactly this is the
 * schema's to judge; that the schema takes all that this takes, a test shows.
 */
export function isPlainRecord(json: unknown): json is RecordLine {
  if (typeof json !== 'object' || json === null) return false;
  const { message, id, at, level } = json as Partial<Record<string, unknown>>;
  const fields = 1 + [id, at, level].filter((value) => value !== undefined).length;
  return (
    typeof message === 'string' &&
    message.length <= limits.recordText &&
    (id === undefined || isText(id, limits.recordId)) &&
    (at === undefined || isTime(at)) &&
    (level === undefined || isText(level, limits.recordLevel)) &&
    Object.keys(json).length === fields
  );
}

const isText = (value: unknown, most: number): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= most;

const isTime = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= LAST_TIME;
