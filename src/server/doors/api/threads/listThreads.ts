import { routes } from '../../../../protocol/routes.ts';
import type { Threads } from '../../../core/threads/threads.ts';
import { endpoint } from '../endpoint.ts';

export const listThreads = (threads: Threads) =>
  endpoint(routes.listThreads, ({ query, session }) => threads.list(session, query.after));
