import type { OnlinePerson, Room } from '../../../src/protocol/api/rooms.ts';
import { people } from './people.ts';

/** The rooms of a server that a family and its friends use. */
export const rooms = (): Room[] => [
  { room: 'garden', conversation: 'room-garden', people: 9, online: 3, joined: false },
  { room: 'lobby', conversation: 'room-lobby', people: 128, online: 17, joined: true },
];

export const online = (): OnlinePerson[] =>
  Object.values(people).map(({ username, displayName, account }) => ({ username, displayName, account }));
