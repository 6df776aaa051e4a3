import { routes } from '../../../../protocol/routes.ts';
import type { Rooms } from '../../../core/rooms.ts';
import { endpoint } from '../endpoint.ts';

export const joinRoom = (rooms: Rooms) =>
  endpoint(routes.joinRoom, ({ params, session }) => rooms.join(session, params.room));
