import { routes } from '../../../../protocol/routes.ts';
import type { Streams } from '../../../core/streams/streams.ts';
import { endpoint } from '../endpoint.ts';

export const followStream = (streams: Streams) =>
  endpoint(routes.followStream, ({ params, session }) => streams.follow(session, params.machine));
