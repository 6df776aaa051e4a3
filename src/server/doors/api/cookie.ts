import { limits } from '../../../protocol/limits.ts';
import type { Site } from '../site.ts';

/** The session's token of a `Cookie` header. */
export function readCookie(header: string | undefined, { cookie }: Site): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at !== -1 && pair.slice(0, at).trim() === cookie) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** A `Set-Cookie` header; null takes the cookie away. */
export function writeCookie(token: string | null, { cookie, secure }: Site): string {
  const age = token === null ? 0 : limits.sessionLifetime / 1000;
  const attributes = [`Max-Age=${age}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', ...(secure ? ['Secure'] : [])];
  return [`${cookie}=${token ?? ''}`, ...attributes].join('; ');
}
