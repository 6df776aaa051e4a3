import { routes } from '../../../../protocol/routes.ts';
import type { Threads } from '../../../core/threads/threads.ts';
import { endpoint } from '../endpoint.ts';

export const createThread = (threads: Threads) =>
  endpoint(routes.createThread, ({ body, session, from }) => threads.create(session, body, from));
