import { routes } from '../../../../protocol/routes.ts';
import type { Rooms } from '../../../core/rooms.ts';
import { endpoint } from '../endpoint.ts';

export const listRooms = (rooms: Rooms) =>
  endpoint(routes.listRooms, async ({ session }) => ({ rooms: await rooms.list(session) }));
