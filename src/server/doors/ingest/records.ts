import type { Accepted } from '../../../protocol/ingest.ts';
import type { Reporting } from '../../core/machines/reporting.ts';
import { endpointOf, linesOf, tokenOf, type Post } from './reading.ts';

/** `POST /ingest/records`: many records at once. */
export async function records(request: Post, reporting: Reporting): Promise<Accepted> {
  return reporting.records(() => linesOf(request), tokenOf(request), endpointOf(request));
}
