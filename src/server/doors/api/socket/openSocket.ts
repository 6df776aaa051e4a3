import { routes } from '../../../../protocol/routes.ts';
import type { Tickets } from '../../../core/tickets.ts';
import { endpoint } from '../endpoint.ts';

export const openSocket = (tickets: Tickets) =>
  endpoint(routes.openSocket, ({ session, from }) => ({
    ticket: tickets.issue({ tokenHash: session.tokenHash, from }),
  }));
