import { toBase64url } from '../../../protocol/base64url.ts';
import type { Random } from '../ports.ts';
import { signed, verified, type SigningKeys } from './signing.ts';

const AUTHOR = /^[A-Za-z0-9_-]{22}$/;

interface Given {
  readonly keys: SigningKeys;
  readonly random: Random;
}

export type AuthorCookies = ReturnType<typeof createAuthorCookies>;

/** By a signed cookie a browser is known as the one that wrote a comment, and by nothing else. */
export function createAuthorCookies({ keys, random }: Given) {
  return {
    /** A new author: 16 random bytes in base64url, and the cookie's value for it. */
    make(): { readonly author: string; readonly value: string } {
      const author = toBase64url(random(16));
      return { author, value: signed(keys, 'author cookie', author) };
    },

    /** The author; null: this cookie is none, or its key was rotated out. */
    read(value: string): string | null {
      const author = verified(keys, 'author cookie', value);
      return author !== null && AUTHOR.test(author) ? author : null;
    },
  };
}
