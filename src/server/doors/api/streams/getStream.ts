import { routes } from '../../../../protocol/routes.ts';
import type { Streams } from '../../../core/streams/streams.ts';
import { endpoint } from '../endpoint.ts';

export const getStream = (streams: Streams) =>
  endpoint(routes.getStream, ({ params, session }) => streams.one(session, params.machine));
