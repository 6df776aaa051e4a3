import type { Conversation } from '../../protocol/api/conversations.ts';
import { createRoom, joinRoom, leaveRoom, listOnline, listRooms } from '../../protocol/api/rooms.ts';
import type { Client } from '../api.ts';
import type { CurrentAccount } from '../currentAccount.ts';
import { Failed, act, attempt } from '../outcome.ts';

type Calls = Pick<Client, 'rooms' | 'createRoom' | 'joinRoom' | 'leaveRoom' | 'online'>;

export function roomCalls(current: CurrentAccount): Calls {
  const { server } = current;
  const enterRoom = async (room: string, answer: Promise<Conversation>) => {
    const served = await answer;
    const { conversation } = served;
    const { table } = current.need();
    // What is said there next is not for anybody else.
    if (served.room !== room.trim().toLowerCase()) throw new Failed('keys_do_not_match');
    await table.alone(conversation, () => table.merge(served));
    return { conversation };
  };
  return {
    rooms: () => attempt(() => server.call(listRooms)),
    createRoom: (room) => attempt(() => enterRoom(room, server.call(createRoom, { body: { room } }))),
    joinRoom: (room) => attempt(() => enterRoom(room, server.call(joinRoom, { params: { room } }))),
    leaveRoom: (room) =>
      act(async () => {
        await server.call(leaveRoom, { params: { room } });
        const { table } = current.need();
        const left = table.all().find((record) => record.room === room);
        if (left) await table.alone(left.conversation, () => table.drop(left.conversation));
      }),
    online: (room, after) =>
      attempt(() => server.call(listOnline, { params: { room }, query: after === undefined ? {} : { after } })),
  };
}
