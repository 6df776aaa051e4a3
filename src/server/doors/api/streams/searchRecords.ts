import { routes } from '../../../../protocol/routes.ts';
import type { StreamSearch } from '../../../core/streams/search.ts';
import { endpoint } from '../endpoint.ts';

export const searchRecords = (search: StreamSearch) =>
  endpoint(routes.searchRecords, ({ params, query, session }) => search.search(session, params.machine, query));
