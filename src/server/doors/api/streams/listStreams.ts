import { routes } from '../../../../protocol/routes.ts';
import type { Streams } from '../../../core/streams/streams.ts';
import { endpoint } from '../endpoint.ts';

export const listStreams = (streams: Streams) =>
  endpoint(routes.listStreams, ({ query, session }) => streams.list(session, query.after));
