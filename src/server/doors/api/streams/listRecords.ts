import { routes } from '../../../../protocol/routes.ts';
import type { StreamRecords } from '../../../core/streams/records.ts';
import { endpoint } from '../endpoint.ts';

export const listRecords = (records: StreamRecords) =>
  endpoint(routes.listRecords, ({ params, query, session }) => records.page(session, params.machine, query));
