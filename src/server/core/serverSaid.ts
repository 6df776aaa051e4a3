import type { Fresh } from './delivery/fresh.ts';
import type { Bus, MembersMoved, ServerSaid } from './ports.ts';

/** What the server has said in a log of its own goes to everybody who is in it. */
export function deliverSaid(bus: Bus, fresh: Fresh, said: ServerSaid | null): void {
  const last = said?.entries.at(-1);
  if (!said || !last) return;
  const { log, conversation, made, emptied, members, entries } = said;
  if (made) bus.publish({ about: 'conversation', conversation, members });
  if (emptied) fresh.drop(log);
  for (const entry of entries) fresh.keep(log, entry);
  const counts = entries.some((entry) => entry.counts);
  bus.publish({ about: 'log', log, conversation, seq: last.seq, counts, members });
}

/** Others are in such a log than before. */
export function tellMoved(bus: Bus, moved: MembersMoved | null): void {
  if (!moved) return;
  const { conversation, joined, left } = moved;
  if (joined.length > 0) bus.publish({ about: 'conversation', conversation, members: joined });
  if (left.length > 0) bus.publish({ about: 'conversation', conversation, members: left, ended: true });
}
