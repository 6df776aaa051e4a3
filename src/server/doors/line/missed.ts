import { conversationsInTurns, logsInTurns } from '../../core/inTurns.ts';
import type { Clock, ConversationStore, LogNo, LogStore, OwnConversation, StoredAccount } from '../../core/ports.ts';
import { isBetweenTwo, type Renderer } from './renderer.ts';
import { earlierLine } from './rendering.ts';

interface Given {
  readonly log: Pick<LogStore, 'entries'>;
  readonly conversations: Pick<ConversationStore, 'logsOf' | 'pageForMember'>;
  readonly clock: Clock;
  readonly renderer: Renderer;
}

/** What somebody missed who was away, in the order in which it was said. */
export interface Missed {
  readonly lines: readonly string[];
  /** The seq up to which each of the account's logs is shown with it. */
  readonly places: Map<LogNo, number>;
  /** Conversations of which all is shown, so that it counts as read. */
  readonly read: readonly { readonly conversation: string; readonly seq: number }[];
}

/** As many of the newest lines are shown, public and private. */
const MOST = 200;

/** From the account's read cursors on: what was read elsewhere is not missed. */
export async function missedBy(given: Given, reader: StoredAccount): Promise<Missed> {
  const { conversations, renderer, clock } = given;
  const places = new Map<LogNo, number>();
  for await (const { log, seq } of logsInTurns(conversations, reader.no, clock)) places.set(log, seq);
  const shown: OwnConversation[] = [];
  for await (const own of conversationsInTurns(conversations, reader.no, clock)) {
    if (isBetweenTwo(own.kind) || own.conversation === renderer.lobby) shown.push(own);
  }
  const unread = shown.filter((own) => own.unread > 0).toSorted((a, b) => b.head.at - a.head.at);
  const lines: { at: number; line: string }[] = [];
  for (const own of unread.slice(0, MOST)) lines.push(...(await linesOf(given, reader, own, places.get(own.log) ?? 0)));
  const newest = lines.toSorted((a, b) => a.at - b.at).slice(-MOST);
  const earlier = unread.reduce((sum, own) => sum + own.unread, 0) - newest.length;
  return {
    lines: [...(earlier > 0 ? [earlierLine(earlier)] : []), ...newest.map(({ line }) => line)],
    places,
    read: shown
      .filter(({ sealed }) => !sealed)
      .map(({ conversation, log }) => ({ conversation, seq: places.get(log) ?? 0 })),
  };
}

async function linesOf(
  { log, renderer }: Given,
  reader: StoredAccount,
  own: OwnConversation,
  place: number,
): Promise<{ at: number; line: string }[]> {
  const read = own.members.find(({ account }) => account.no === reader.no)?.read ?? 0;
  const after = Math.max(read, own.cleared);
  const hidden = new Set(own.hidden);
  const lines: { at: number; line: string }[] = [];
  for (const entry of await log.entries(own.log, { before: place + 1, limit: MOST })) {
    const isNew = entry.seq > after && entry.accountNo !== reader.no && !hidden.has(entry.seq);
    const line = isNew ? await renderer.lineFor(reader, own.conversation, entry) : null;
    if (line !== null) lines.push({ at: entry.at, line });
  }
  return lines;
}
