import type { AuthorCookies } from '../../core/threads/authorCookie.ts';
import type { Site } from '../site.ts';

const AGE = 180 * 24 * 3600;

const nameOf = ({ secure }: Site): string => (secure ? '__Host-waxwing-author' : 'waxwing-author');

/** Whose comments a browser has written. A page of another site keeps it only over HTTPS, and for itself alone. */
export function createAuthorCookieJar(cookies: AuthorCookies, site: () => Site) {
  const canKeep = (foreign: boolean): boolean => !foreign || site().secure;

  return {
    /** Null: there is none, or an altered one. */
    read(header: string | undefined, foreign: boolean): string | null {
      if (header === undefined || !canKeep(foreign)) return null;
      const start = `${nameOf(site())}=`;
      const found = header.split('; ').find((pair) => pair.startsWith(start));
      return found === undefined ? null : cookies.read(found.slice(start.length));
    },

    /** A new author and the header that makes this browser theirs; null: it can keep none. */
    make(foreign: boolean): { readonly author: string; readonly header: string } | null {
      if (!canKeep(foreign)) return null;
      const { author, value } = cookies.make();
      const reach = foreign ? 'SameSite=None; Partitioned' : 'SameSite=Lax';
      const secure = site().secure ? '; Secure' : '';
      return { author, header: `${nameOf(site())}=${value}; Path=/; Max-Age=${AGE}; HttpOnly; ${reach}${secure}` };
    },
  };
}
