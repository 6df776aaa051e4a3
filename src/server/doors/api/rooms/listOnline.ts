import { routes } from '../../../../protocol/routes.ts';
import type { Rooms } from '../../../core/rooms.ts';
import { endpoint } from '../endpoint.ts';

export const listOnline = (rooms: Rooms) =>
  endpoint(routes.listOnline, ({ params, query, session }) => rooms.online(session, params.room, query.after));
