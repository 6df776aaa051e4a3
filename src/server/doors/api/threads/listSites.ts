import { routes } from '../../../../protocol/routes.ts';
import type { Threads } from '../../../core/threads/threads.ts';
import { endpoint } from '../endpoint.ts';

export const listSites = (threads: Threads) => endpoint(routes.listSites, ({ session }) => threads.listSites(session));
