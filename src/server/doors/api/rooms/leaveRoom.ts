import { routes } from '../../../../protocol/routes.ts';
import type { Rooms } from '../../../core/rooms.ts';
import { endpoint } from '../endpoint.ts';

export const leaveRoom = (rooms: Rooms) =>
  endpoint(routes.leaveRoom, ({ params, session }) => rooms.leave(session, params.room));
