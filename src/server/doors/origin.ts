import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../core/refusal.ts';
import type { Site } from './site.ts';

interface Asking {
  readonly headers: IncomingHttpHeaders;
  readonly method?: string | undefined;
}

/**
 * A browser says where a request comes from; another site's is refused, whatever it asks. Programs say nothing and have no
 * cookie of anybody's browser.
 * @throws Refusal foreign_origin
 */
export function requireOwnOrigin({ headers, method }: Asking, site: Site): void {
  const { origin } = headers;
  const fetchSite = headers['sec-fetch-site'];
  const reads = method === 'GET' || method === 'HEAD';
  const foreign =
    (origin !== undefined && !site.isOwn(origin)) ||
    (fetchSite !== undefined && fetchSite !== 'same-origin' && !(reads && fetchSite === 'none'));
  if (foreign) throw new Refusal('foreign_origin');
}
