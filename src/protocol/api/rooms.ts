import { z } from 'zod';
import { AccountId, ConversationId, DisplayName, RoomName, Username } from '../ids.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';
import { Conversation } from './conversations.ts';

export { LOBBY } from '../lobby.ts';

export const Room = z
  .object({
    room: RoomName,
    conversation: ConversationId,
    people: z.int().nonnegative(),
    online: z.int().nonnegative(),
    /** Whether this account is in it. */
    joined: z.boolean(),
  })
  .meta({ id: 'Room' });
export type Room = z.infer<typeof Room>;

const onRoom = z.strictObject({ room: RoomName });

export const listRooms = route({
  method: 'GET',
  path: '/api/v1/rooms',
  access: 'device',
  summary: 'Every room of this server, in order of their names. What is said in a room is not encrypted.',
  response: z.object({ rooms: z.array(Room).max(limits.rooms) }),
});

export const createRoom = route({
  method: 'POST',
  path: '/api/v1/rooms',
  access: 'admin',
  summary: 'Makes a room and joins it.',
  body: z.strictObject({ room: RoomName }),
  response: Conversation,
});

export const joinRoom = route({
  method: 'POST',
  path: '/api/v1/rooms/:room/join',
  access: 'device',
  summary: 'Joins a room; answers the same for one who is in it already.',
  params: onRoom,
  response: Conversation,
});

export const leaveRoom = route({
  method: 'POST',
  path: '/api/v1/rooms/:room/leave',
  access: 'device',
  summary: 'Leaves a room. Nobody leaves the lobby.',
  params: onRoom,
});

export const OnlinePerson = z
  .object({
    username: Username,
    displayName: DisplayName,
    /** Null for an account that has no encryption keys yet. */
    account: AccountId.nullable(),
  })
  .meta({ id: 'OnlinePerson' });
export type OnlinePerson = z.infer<typeof OnlinePerson>;

export const listOnline = route({
  method: 'GET',
  path: '/api/v1/rooms/:room/online',
  access: 'device',
  summary: 'Who of the room is online, in order of their names, from the one after `after`.',
  params: onRoom,
  query: z.strictObject({ after: Username.optional() }),
  response: z.object({ online: z.array(OnlinePerson).max(limits.onlinePage), more: z.boolean() }),
});
