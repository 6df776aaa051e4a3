import { routes } from '../../../../protocol/routes.ts';
import type { Threads } from '../../../core/threads/threads.ts';
import { endpoint } from '../endpoint.ts';

export const changeThread = (threads: Threads) =>
  endpoint(routes.changeThread, ({ body: { thread, ...change }, session, from }) =>
    threads.change(session, thread, change, from),
  );
