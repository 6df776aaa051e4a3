import { routes } from '../../../../protocol/routes.ts';
import type { Streams } from '../../../core/streams/streams.ts';
import { endpoint } from '../endpoint.ts';

export const unfollowStream = (streams: Streams) =>
  endpoint(routes.unfollowStream, ({ params, session }) => streams.unfollow(session, params.machine));
