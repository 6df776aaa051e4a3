import { grouped, typedSigns } from '../../../protocol/base32.ts';
import { fromBase64url, toBase64url } from '../../../protocol/base64url.ts';

/** What a person carries from the new device to the old one: a typed code, or the scanned one with hash and secret. */
export interface Carried {
  readonly code: string;
  readonly scanned: { readonly keysHash: Uint8Array; readonly secret: Uint8Array } | null;
}

/** What the QR code holds behind the server's address; what is behind `#` goes to no server. */
export function linkPath(code: string, { keysHash, secret }: NonNullable<Carried['scanned']>): string {
  return `/link#${code}.${toBase64url(keysHash)}.${toBase64url(secret)}`;
}

export const shownCode = (code: string): string => grouped(code);

/** A code as somebody typed it, or a whole link, or what is behind its `#`. Null: neither. */
export function readCarried(text: string): Carried | null {
  const [typed = '', hash, secret, ...rest] = text.slice(text.indexOf('#') + 1).split('.');
  const code = typedSigns(typed);
  if (!/^[0-9A-Z]{8}$/.test(code) || rest.length > 0) return null;
  if (hash === undefined) return { code, scanned: null };
  if (!TOKEN.test(hash) || secret === undefined || !TOKEN.test(secret)) return null;
  return { code, scanned: { keysHash: fromBase64url(hash), secret: fromBase64url(secret) } };
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
