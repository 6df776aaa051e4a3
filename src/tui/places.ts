import type { ClientState } from '../client/api.ts';
import { LOBBY } from '../protocol/api/rooms.ts';
import { oneLine } from '../protocol/oneLine.ts';

/** A conversation that one can go to. */
export interface Place {
  readonly conversation: string;
  /** As it is typed: a room's name, or a person's username. */
  readonly name: string;
  readonly encrypted: boolean;
  readonly unread: number;
}

/** The lobby, the other rooms by name, then people, the newest conversation first. */
export function placesIn({ rooms, inbox }: ClientState): Place[] {
  const inRooms = rooms.map(({ conversation, room, unread }) => ({
    conversation,
    name: room,
    encrypted: false,
    unread,
  }));
  return [
    ...inRooms.filter(({ name }) => name === LOBBY),
    ...inRooms.filter(({ name }) => name !== LOBBY),
    ...inbox.map(({ conversation, with: person, sealed, unread }) => ({
      conversation,
      name: oneLine(person.username),
      encrypted: sealed,
      unread,
    })),
  ];
}

/** The next one after `conversation` in which something is unread. */
export function nextActivity(places: readonly Place[], conversation: string | null): Place | undefined {
  const at = places.findIndex((place) => place.conversation === conversation);
  return [...places.slice(at + 1), ...places.slice(0, at + 1)].find(({ unread }) => unread > 0);
}

/** Those whose name contains what is typed, names that begin with it first. */
export function placesNamed(places: readonly Place[], typed: string): Place[] {
  const wanted = typed.trim().toLowerCase();
  const fitting = places.filter(({ name }) => name.includes(wanted));
  return fitting.toSorted((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)));
}
