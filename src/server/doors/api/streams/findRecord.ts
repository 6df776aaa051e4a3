import { routes } from '../../../../protocol/routes.ts';
import type { StreamRecords } from '../../../core/streams/records.ts';
import { endpoint } from '../endpoint.ts';

export const findRecord = (records: StreamRecords) =>
  endpoint(routes.findRecord, ({ params, query, session }) => records.since(session, params.machine, query.at));
