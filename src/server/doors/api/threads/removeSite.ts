import { routes } from '../../../../protocol/routes.ts';
import type { Threads } from '../../../core/threads/threads.ts';
import { endpoint } from '../endpoint.ts';

export const removeSite = (threads: Threads) =>
  endpoint(routes.removeSite, ({ body, session, from }) => threads.removeSite(session, body.site, from));
