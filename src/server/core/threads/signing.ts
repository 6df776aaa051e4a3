import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { equalBytes, labelled } from '../../../crypto/encoding.ts';
import { toBase64url } from '../../../protocol/base64url.ts';

/** Keys of their own for everything that is signed here, from one secret. */
export type Purpose = 'form token' | 'author cookie';

export interface SigningKey {
  /** Never given twice. */
  readonly number: number;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** What is signed for visitors' browsers: the first key signs, all of them verify. Asked each time, for keys are rotated. */
export type SigningKeys = () => readonly [SigningKey, ...SigningKey[]];

const utf8 = new TextEncoder();

/** The text, the number of the key and the code over both, with dots between them. */
export function signed(keys: SigningKeys, purpose: Purpose, text: string): string {
  const [newest] = keys();
  const claimed = `${text}.${newest.number}`;
  return `${claimed}.${codeOf(newest, purpose, claimed)}`;
}

/** The text that was signed; null when any byte of it is another, or its key is gone. */
export function verified(keys: SigningKeys, purpose: Purpose, value: string): string | null {
  const claimed = value.slice(0, Math.max(0, value.lastIndexOf('.')));
  const dot = claimed.lastIndexOf('.');
  const key = keys().find(({ number }) => String(number) === claimed.slice(dot + 1));
  if (dot < 0 || key === undefined) return null;
  // Texts are compared, not bytes: several spellings in base64url decode to the same bytes.
  const code = utf8.encode(value.slice(claimed.length + 1));
  return equalBytes(utf8.encode(codeOf(key, purpose, claimed)), code) ? claimed.slice(0, dot) : null;
}

function codeOf({ key }: SigningKey, purpose: Purpose, text: string): string {
  return toBase64url(hmac(sha256, key, labelled(`waxwing/1 public ${purpose}`, utf8.encode(text))));
}
