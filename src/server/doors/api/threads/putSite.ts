import { routes } from '../../../../protocol/routes.ts';
import type { Threads } from '../../../core/threads/threads.ts';
import { endpoint } from '../endpoint.ts';

export const putSite = (threads: Threads) =>
  endpoint(routes.putSite, ({ body, session, from }) => threads.putSite(session, body.site, body.policy, from));
