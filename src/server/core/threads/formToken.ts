import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64url } from '../../../protocol/base64url.ts';
import type { FormToken } from '../../../protocol/comments.ts';
import type { Clock, Random } from '../ports.ts';
import { signed, verified, type SigningKeys } from './signing.ts';

/** From when a form was shown until it is sent: people take at least this long, and may take so long. Milliseconds. */
export const formAge = { least: 3000, most: 24 * 3600_000 } as const;
/** A phone finds such a proof in about a second. */
const PROOF_BITS = 16;

const utf8 = new TextEncoder();

interface Given {
  readonly keys: SigningKeys;
  readonly clock: Clock;
  readonly random: Random;
}

export interface ReadFormToken {
  /** 16 bytes in base64url; kept with the comment, so that a token makes only one. */
  readonly nonce: string;
  /** UTC milliseconds. */
  readonly issuedAt: number;
}

export type FormTokens = ReturnType<typeof createFormTokens>;

/** Signed slips that go with every form: they say for which thread and when the server gave it away. */
export function createFormTokens({ keys, clock, random }: Given) {
  return {
    issue(thread: string): FormToken {
      const slip = ['v1', hashOf(thread), clock.now(), toBase64url(random(16))].join('.');
      return { token: signed(keys, 'form token', slip), bits: PROOF_BITS };
    },

    /** Null: it was not given out here, or for another thread, or too long ago. */
    read(token: string, thread: string): ReadFormToken | null {
      const [version, hash, issued, nonce = ''] = verified(keys, 'form token', token)?.split('.') ?? [];
      if (version !== 'v1' || hash !== hashOf(thread)) return null;
      const issuedAt = Number(issued);
      const age = clock.now() - issuedAt;
      return age >= 0 && age <= formAge.most ? { nonce, issuedAt } : null;
    },

    /** Whether work was done for this token: see `FormToken` on the wire. */
    isProven: (token: string, proof: string): boolean =>
      /^[0-9]{1,16}$/.test(proof) && zeroBits(sha256(utf8.encode(`${token}:${proof}`))) >= PROOF_BITS,
  };
}

const hashOf = (thread: string): string => toBase64url(sha256(utf8.encode(thread)));

function zeroBits(hash: Uint8Array): number {
  const first = hash.findIndex((byte) => byte !== 0);
  return first < 0 ? hash.length * 8 : first * 8 + Math.clz32(hash[first] ?? 0) - 24;
}
