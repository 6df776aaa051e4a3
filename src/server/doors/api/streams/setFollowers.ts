import { routes } from '../../../../protocol/routes.ts';
import type { Followers } from '../../../core/streams/followers.ts';
import { endpoint } from '../endpoint.ts';

export const setFollowers = (followers: Followers) =>
  endpoint(routes.setFollowers, ({ params, body, session, from }) =>
    followers.set(session, params.machine, body, from),
  );
