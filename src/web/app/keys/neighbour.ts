import type { ClientState } from '../../../client/api.ts';

interface Row {
  readonly path: string;
  readonly unread: number;
}

/** The list that the page stands in: conversations, rooms or streams; elsewhere the conversations. */
function listOf({ inbox, rooms, streams }: ClientState, location: string): Row[] {
  if (location.startsWith('/rooms')) return rooms.map(({ room, unread }) => ({ path: `/rooms/${room}`, unread }));
  if (location.startsWith('/streams'))
    return streams.map(({ machine, unread }) => ({ path: `/streams/${machine}`, unread }));
  return inbox.map(({ conversation, unread }) => ({ path: `/c/${conversation}`, unread }));
}

/** Where the next one in the list is, or the one before: of all, or of those with something unread. Null: there is none. */
export function neighbour(state: ClientState, location: string, step: 1 | -1, unread: boolean): string | null {
  const list = listOf(state, location);
  const here = list.findIndex(({ path }) => location === path || location.startsWith(`${path}/`));
  const rest = step === 1 ? list.slice(here + 1) : list.slice(0, here === -1 ? list.length : here).toReversed();
  return rest.find((row) => !unread || row.unread > 0)?.path ?? null;
}
