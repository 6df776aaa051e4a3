import { routes } from '../../../../protocol/routes.ts';
import type { Followers } from '../../../core/streams/followers.ts';
import { endpoint } from '../endpoint.ts';

export const listFollowers = (followers: Followers) =>
  endpoint(routes.listFollowers, ({ params, query, session }) => followers.list(session, params.machine, query.after));
