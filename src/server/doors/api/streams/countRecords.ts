import { routes } from '../../../../protocol/routes.ts';
import type { StreamSearch } from '../../../core/streams/search.ts';
import { endpoint } from '../endpoint.ts';

export const countRecords = (search: StreamSearch) =>
  endpoint(routes.countRecords, ({ params, query, session }) => search.counts(session, params.machine, query));
