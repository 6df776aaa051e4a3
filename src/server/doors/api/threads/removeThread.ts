import { routes } from '../../../../protocol/routes.ts';
import type { Threads } from '../../../core/threads/threads.ts';
import { endpoint } from '../endpoint.ts';

export const removeThread = (threads: Threads) =>
  endpoint(routes.removeThread, ({ body, session, from }) => threads.remove(session, body.thread, from));
