import { routes } from '../../../../protocol/routes.ts';
import type { Rooms } from '../../../core/rooms.ts';
import { endpoint } from '../endpoint.ts';

export const createRoom = (rooms: Rooms) =>
  endpoint(routes.createRoom, ({ body, session, from }) => rooms.create(session, body.room, from));
