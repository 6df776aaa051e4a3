import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { MachineName, RecordLine } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Credentials, ReadRecord } from '../../core/machines/reporting.ts';
import { Refusal } from '../../core/refusal.ts';
import { isPlainRecord } from './plainRecord.ts';

// What a request of a machine brings, read and checked.

/** A request as it came. */
export interface Post {
  readonly headers: IncomingHttpHeaders;
  /** Of whoever asks; what trusted proxies say of it is heeded. */
  readonly ip: string;
  /** A Buffer; anything else is no body. */
  readonly body: unknown;
}

/** 128 bits and more, in base64url. */
const DIGEST_LENGTH = 22;

/** Address of whoever asks, as it stands beside records. */
export const endpointOf = ({ ip }: Post): string => ip.replace(/^::ffff:(?=\d+\.)/i, '');

/** @throws Refusal invalid: no UTF-8; unsupported_type, too_large */
export function textOf({ headers, body }: Post): string {
  if (!Buffer.isBuffer(body)) return '';
  const bytes = unpacked(headers['content-encoding'], body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('invalid', { field: 'body' });
  }
}

/** What is packed has the bound of what is not, and no more than that is ever unpacked. */
function unpacked(encoding: string | undefined, body: Buffer): Buffer {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding.toLowerCase() !== 'gzip') throw new Refusal('unsupported_type', { field: 'content-encoding' });
  try {
    return gunzipSync(body, { maxOutputLength: limits.requestBody });
  } catch (error) {
    const isLong = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new Refusal(isLong ? 'too_large' : 'invalid', { field: 'body' });
  }
}

/** @throws Refusal invalid, too_large */
export function jsonOf<Schema extends z.ZodType>(request: Post, schema: Schema): z.output<Schema> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  // A page of another site cannot send this type without being asked first.
  if (type.trim().toLowerCase() !== 'application/json') throw new Refusal('invalid', { field: 'content-type' });
  return checked(parsed(textOf(request), ''), schema, '');
}

/** Records, a line each. @throws Refusal invalid, too_large, with the number of the line */
export function linesOf(request: Post): ReadRecord[] {
  const text = textOf(request);
  const lines = text.split('\n').map((line) => line.trim());
  const filled = lines.filter((line) => line !== '').length;
  if (filled === 0) throw new Refusal('invalid', { field: 'body' });
  requireFew(filled);
  const keyed = keyedOf(request, text);
  const records: ReadRecord[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const record = recordOf(line, `line ${index + 1}`);
    records.push(keyed ? { id: `${keyed.key}/${records.length + 1}`, ...record, keyed } : record);
  }
  return records;
}

function recordOf(line: string, place: string): RecordLine {
  const json = parsed(line, place);
  return isPlainRecord(json) ? json : checked(json, RecordLine, place);
}

/** @throws Refusal too_large */
export function requireFew(records: number): void {
  if (records > limits.recordsPerPost) throw new Refusal('too_large', { field: 'records' });
}

/** The idempotency key with its body, if there is one. @throws Refusal invalid */
export function keyedOf({ headers }: Post, body: string): ReadRecord['keyed'] {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,100}$/.test(key))
    throw new Refusal('invalid', { field: 'idempotency-key' });
  return { key, body: hash('sha256', body, 'base64url').slice(0, DIGEST_LENGTH) };
}

/** @throws Refusal invalid_token */
export function tokenOf(request: Post): { readonly token: string } {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) throw new Refusal('invalid_token');
  return { token };
}

/** A token, or as basic authentication the name and password of a machine, or no name and a token. @throws Refusal invalid_token, invalid_credentials */
export function credentialsOf(request: Post): Credentials {
  const [, basic] = /^Basic +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (basic === undefined) return tokenOf(request);
  const pair = Buffer.from(basic, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const password = pair.slice(colon + 1);
  if (colon === 0) return { token: password };
  const name = MachineName.safeParse(pair.slice(0, Math.max(0, colon)));
  if (!name.success || password.length > limits.machinePassword) throw new Refusal('invalid_credentials');
  return { name: name.data, password };
}

function checked<Schema extends z.ZodType>(json: unknown, schema: Schema, place: string): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  const field = [place, path].filter((part) => part !== '').join(': ');
  const isLong = issue?.code === 'too_big' && issue.path.some((part) => part === 'message' || part === 'text');
  throw new Refusal(isLong ? 'too_large' : 'invalid', field === '' ? {} : { field });
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid', { field: place === '' ? 'body' : place });
  }
}
