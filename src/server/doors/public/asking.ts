import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { PublicThread } from '../../core/threads/publicThreads.ts';
import { siteOf } from '../../core/threads/publicThreads.ts';
import type { Site } from '../site.ts';

// What a visitor's request says, read and checked.

/** Key of a thread, and what stands behind it. @throws Refusal not_found */
export function placeOf({ url }: FastifyRequest): { readonly thread: string; readonly rest: string | null } {
  const [path = ''] = url.split('?');
  const [thread, rest, ...more] = path.slice('/public/'.length).split('/').map(decoded);
  if (!thread || rest === '' || more.length > 0) throw new Refusal('not_found');
  return { thread, rest: rest ?? null };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal('not_found');
  }
}

/** Where a request comes from. @returns the origin of a page of another site; null: it is our own page, or no page */
export function foreignOriginOf({ headers, method }: FastifyRequest, site: Site): string | null {
  const { origin } = headers;
  const fetchSite = headers['sec-fetch-site'];
  // A browser leaves the origin out where the referrer is not told, and says in its place that it is the same.
  if (origin === 'null' && fetchSite === 'same-origin') return null;
  if (origin !== undefined) return site.isOwn(origin) ? null : origin;
  const reads = method === 'GET' || method === 'HEAD';
  const isPage = headers['sec-fetch-mode'] === 'navigate' || headers['sec-fetch-mode'] === undefined;
  if (fetchSite === undefined || fetchSite === 'same-origin' || (reads && isPage)) return null;
  return 'null';
}

/**
 * Lets a page of another site read the answer, if it may have the thread.
 * @throws Refusal foreign_origin
 */
export function admit(reply: FastifyReply, { stored, draft }: PublicThread, origin: string | null): void {
  const isAllowed = origin === null || origin === siteOf(draft.thread) || stored?.sites.includes(origin);
  if (!isAllowed) throw new Refusal('foreign_origin');
  open(reply, origin);
}

/** A page of this origin may read the answer. */
export function open(reply: FastifyReply, origin: string | null): void {
  reply.header('vary', 'accept, origin');
  if (origin === null) return;
  reply.headers({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' });
}

export const takesJson = ({ headers }: FastifyRequest): boolean => /\bapplication\/json\b/.test(headers.accept ?? '');

/** Whoever says nothing of JSON reads a page, or sends a form from one. */
export const takesPage = (request: FastifyRequest): boolean =>
  request.method === 'POST' ? isForm(request) : !takesJson(request);

export const isForm = ({ headers }: FastifyRequest): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');

/** Of a form or of JSON. @throws Refusal invalid */
export function bodyOf<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.output<Schema> {
  const text = textOf(request.body);
  return checked(schema, isForm(request) ? Object.fromEntries(new URLSearchParams(text)) : parsed(text));
}

export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join('.');
  throw new Refusal('invalid', field ? { field } : {});
}

function textOf(body: unknown): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  } catch {
    throw new Refusal('invalid', { field: 'body' });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid', { field: 'body' });
  }
}
