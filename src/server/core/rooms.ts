import type { Conversation } from '../../protocol/api/conversations.ts';
import { LOBBY, type OnlinePerson, type Room } from '../../protocol/api/rooms.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Actor } from './actor.ts';
import { audited } from './audited.ts';
import type { Online } from './online.ts';
import type { AccountNo, AuditDraft, Bus, Clock, ConversationStore, Random, RoomStore, StoredRoom } from './ports.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import type { AdminSession, DeviceSession } from './sessions.ts';
import { conversationOf, isOnWire } from './wire.ts';

interface Given {
  readonly rooms: RoomStore;
  readonly store: ConversationStore;
  readonly online: Online;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
}

/** Counts are at most so old: many may ask at once. */
const FRESH = 1000;

interface Counted extends StoredRoom {
  readonly online: number;
}

export type Rooms = ReturnType<typeof createRooms>;

/** Rooms: public logs by name. What is said in them goes through `say`. */
export function createRooms({ rooms, store, online, rates, bus, clock, random }: Given) {
  const named = async (room: string): Promise<StoredRoom> => {
    const found = await rooms.byName(room);
    if (!found) throw new Refusal('not_found');
    return found;
  };

  let countedAt = Number.NEGATIVE_INFINITY;
  let counted: Promise<Counted[]> = Promise.resolve([]);
  const countAll = async (): Promise<Counted[]> => {
    const [all, here] = await Promise.all([rooms.all(), rooms.countsAmong(online.numbers())]);
    return all.map((room) => ({ ...room, online: here.get(room.log) ?? 0 }));
  };
  const counts = (): Promise<Counted[]> => {
    if (Math.abs(clock.now() - countedAt) >= FRESH) {
      countedAt = clock.now();
      counted = countAll();
    }
    return counted;
  };
  const recount = (): void => {
    countedAt = Number.NEGATIVE_INFINITY;
  };

  const make = async (room: string, audit: AuditDraft): Promise<StoredRoom> => {
    if ((await rooms.all()).length >= limits.rooms) throw new Refusal('too_many_rooms');
    const made = await rooms.create({ conversation: toBase64url(random(32)), room, at: clock.now(), audit });
    if (made === 'room_exists') throw new Refusal(made);
    recount();
    return named(room);
  };

  const join = async (account: AccountNo, { log, conversation }: StoredRoom): Promise<void> => {
    await rooms.join(log, account, clock.now());
    recount();
    bus.publish({ about: 'conversation', conversation, members: [account] });
  };

  const joined = async ({ account }: DeviceSession, room: StoredRoom): Promise<Conversation> => {
    await join(account.no, room);
    const own = await store.forMember(room.conversation, account.no);
    if (!own || !isOnWire(own)) throw new Refusal('not_found');
    return conversationOf(own);
  };

  return {
    /** The room that everybody is in. */
    lobby: (): Promise<StoredRoom> => named(LOBBY),

    async list({ account }: DeviceSession): Promise<Room[]> {
      rates.spend('account: read', account.no);
      const [all, mine] = await Promise.all([counts(), rooms.ofAccount(account.no)]);
      return all.map(({ log, conversation, room, people, online: count }) => ({
        room,
        conversation,
        people,
        online: count,
        joined: mine.includes(log),
      }));
    },

    /** @throws Refusal room_exists, too_many_rooms */
    async create(session: AdminSession, room: string, from: string): Promise<Conversation> {
      rates.spend('account: start conversation', session.account.no);
      return joined(session, await make(room, audited(clock, session.account.username, 'room', room, from)));
    },

    /** The same by the command on the server's machine. @throws Refusal room_exists, too_many_rooms */
    async createByCommand(room: string, { who, from }: Actor): Promise<void> {
      await make(room, audited(clock, who, 'room', room, from));
    },

    /** With everything that was said there. @throws Refusal not_found, forbidden: the lobby stays */
    async remove(room: string, { who, from }: Actor): Promise<void> {
      if (room === LOBBY) throw new Refusal('forbidden');
      const removed = await rooms.remove(room, audited(clock, who, 'room removed', room, from));
      if (!removed) throw new Refusal('not_found');
      recount();
      bus.publish({ about: 'conversation', ...removed, ended: true });
    },

    /** @throws Refusal not_found */
    async join(session: DeviceSession, room: string): Promise<Conversation> {
      rates.spend('account: start conversation', session.account.no);
      return joined(session, await named(room));
    },

    /** @throws Refusal not_found, forbidden: nobody leaves the lobby */
    async leave({ account }: DeviceSession, room: string): Promise<void> {
      const { log, conversation } = await named(room);
      if (room === LOBBY) throw new Refusal('forbidden');
      await rooms.leave(log, account.no);
      recount();
      bus.publish({ about: 'conversation', conversation, members: [account.no], ended: true });
    },

    /** For its members, in order of their names, from the one after `after`. @throws Refusal not_found */
    async online(
      { account }: DeviceSession,
      room: string,
      after: string | undefined,
    ): Promise<{ online: OnlinePerson[]; more: boolean }> {
      rates.spend('account: read', account.no);
      const { log } = await named(room);
      const members = new Set(await rooms.membersAmong(log, [account.no, ...online.numbers()]));
      if (!members.has(account.no)) throw new Refusal('not_found');
      const here = online
        .accounts()
        .filter(({ no, username }) => members.has(no) && (after === undefined || username > after));
      const page = here.slice(0, limits.onlinePage);
      return {
        online: page.map(({ username, displayName, account: id }) => ({ username, displayName, account: id })),
        more: here.length > page.length,
      };
    },
  };
}
